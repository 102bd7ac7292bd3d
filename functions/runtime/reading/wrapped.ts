import { isObject } from "../objects.ts";
import { ownWordFor } from "./labels.ts";
import type { Member } from "./members.ts";
import { unflattened } from "./nested.ts";
import { isHidden, isNothing } from "./nothing.ts";
import { ofOnePerson } from "./numbered.ts";
import { hasOtherAddress, isPlainAddress, isSameAddress } from "./own-address.ts";
import { letters } from "./spelling.ts";
import { onlyOf, structured } from "./structure.ts";
import { textOf } from "./text.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * A form's fields, or the person's, in one object or list of their own, as in letters(): Elementor's
 * `form_fields[email]`, Meta's `field_data`, Google Ads' `user_column_data`, Jotform's `rawRequest`. No user, customer or
 * guest: these may be somebody else; nor a form: its address is its owner's.
 */
const WRAPPER =
  /^(?:form|field|named|usercolumn)?(?:fields?|data|answers?|responses?|values|inputs?|submission|submitted)$|^(?:rawrequest|contact|person|lead|respondent|registrant|attendee|subscriber|profile)$/;
/** What holds such an object, and no address itself: Webflow's `payload.data`. */
const AROUND = /^(?:form|payload|entry|registration)$/;
/** Answers of the person whose address stands beside them: Kit's and MailerLite's `fields`, Mailchimp's `merges`. */
const ANSWERS = /^(?:form|custom|merge)?(?:fields?|answers?|responses?|inputs?)$|^merges$/;

const MOST_WRAPPERS = 2;

/** Data whose fields stand in objects of their own, or were flattened, as if they stood in it directly. */
export function unwrapped(given: Data, depth = 0): Data {
  const data = withoutLists(ofOnePerson({ ...unflattened(given) }));
  const held = depth > MOST_WRAPPERS ? [] : heldIn(data, depth);
  return held.length === 0 ? data : withAnswers(withFields(data, held), held);
}

/**
 * With the fields of objects that hold the person's address. Then a name or title beside them is the form's, unless their
 * own address is there too; anything else there wins, unless the person has told the same. An address there wins over the
 * fields; but of a `contact_email` and another one in the fields neither is used.
 */
function withFields(data: Data, held: readonly Held[]): Data {
  const email = emailIn(data);
  const isPlain = email !== undefined && isPlainAddress(email.called);
  const wrappers = isPlain ? [] : held.filter(({ isWrapper, address }) => isWrapper && address !== undefined);
  const [wrapper, ...more] = wrappers;
  if (wrapper === undefined) return data;
  const { address } = wrapper;
  const names = new Set(wrappers.map(({ called }) => called));
  const beside = Object.entries(data).filter(([name, value]) => !names.has(name) && !isNothing(value));
  const areOnes = more.every((another) => isSameAddress(another.address, address));
  if (!areOnes || hasOtherAddress(Object.fromEntries(beside), address)) return withoutAddresses(data);
  const fields = wrappers.map((one) => one.fields).reduce(together);
  const told = meaningsTold(fields);
  const isTheirs = isSameAddress(email?.value, address);
  const isTold = (own: string | undefined) => own !== undefined && told.has(own);
  const kept = beside.filter(([name]) => (isTheirs || !isOfForm(name)) && !isTold(ownWordFor(name)));
  const spelled = new Set(kept.map(([name]) => letters(name)));
  const others = Object.entries(fields).filter(([name]) => !spelled.has(letters(name)));
  return Object.fromEntries([...others, ...kept]);
}

/**
 * With what answers tell, and what stands beside them does not; so also what is there of the person, by the same address.
 * Without an address beside it, a `name` or `title` may be anything's, and with another first or last name all is another's.
 */
function withAnswers(data: Data, held: readonly Held[]): Data {
  const email = emailIn(data)?.value;
  const told = meaningsTold(data);
  const isTold = (name: string) => ownWordFor(name) === undefined || told.has(meaningOf(name));
  const theirs = held.filter(({ address }) => isSameAddress(address, email)).map(({ fields }) => fields);
  const alone = held
    .filter(
      ({ isAnswers, address, fields }) => isAnswers && address === undefined && !isOthers(told, meaningsTold(fields)),
    )
    .map(({ fields: { name: _name, title: _title, ...fields } }): Data => fields);
  const fields = [...theirs, ...alone].reduce(together, {});
  return { ...data, ...Object.fromEntries(Object.entries(fields).filter(([name]) => !isTold(name))) };
}

type Told = ReadonlyMap<string, unknown>;

/** Whether both tell a first or a last name, and not the same one. */
function isOthers(one: Told, other: Told): boolean {
  const nameIn = (told: Told, name: string) => letters(textOf(told.get(name)));
  return ["firstName", "lastName"].some(
    (name) => one.has(name) && other.has(name) && nameIn(one, name) !== nameIn(other, name),
  );
}

/** An object's fields, with the address in them. */
interface Held {
  readonly called: string;
  readonly isWrapper: boolean;
  readonly isAnswers: boolean;
  readonly fields: Data;
  readonly address: unknown;
}

function heldIn(data: Data, depth: number): readonly Held[] {
  return Object.entries(data).flatMap(([called, value]): readonly Held[] => {
    const name = letters(called);
    if (AROUND.test(name) && isObject(value) && depth < MOST_WRAPPERS && emailIn(value) === undefined)
      return heldIn(value, depth + 1).map((one) => ({ ...one, called: `${called}.${one.called}` }));
    const [isWrapper, isAnswers] = [WRAPPER.test(name), ANSWERS.test(name)];
    const held = isWrapper || isAnswers ? structured(listed(value), { types: ["object"] }) : undefined;
    if (!isObject(held)) return [];
    const fields = unwrapped(held, depth + 1);
    return [{ called, isWrapper, isAnswers, fields, address: emailIn(fields)?.value }];
  });
}

/** What two objects of one person hold; of what both tell, in whichever words, the first one's. */
function together(first: Data, second: Data): Data {
  const told = meaningsTold(first);
  return { ...first, ...Object.fromEntries(Object.entries(second).filter(([name]) => !told.has(meaningOf(name)))) };
}

function meaningsTold(data: Data): Told {
  const told = Object.entries(data).filter(([, value]) => !isNothing(value));
  return new Map(told.map(([name, value]) => [meaningOf(name), value]));
}

function meaningOf(name: string): string {
  return ownWordFor(name) ?? letters(name);
}

function withoutAddresses(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([name]) => ownWordFor(name) !== "email"));
}

/** Fields by their ids, with their labels inside, as a list: Elementor's `{ "field_1": { "title": "E-mail", "value": … } }`. */
function listed(fields: unknown): unknown {
  const entries = isObject(fields) ? Object.entries(fields) : [];
  const isLabelled = (field: unknown) =>
    isObject(field) && "value" in field && ["title", "label", "name"].some((name) => typeof field[name] === "string");
  if (entries.length === 0 || !entries.every(([, field]) => isLabelled(field))) return fields;
  return entries.map(([key, field]) => ({ key, ...Object(field) }));
}

/** Where the address stands in a list of one, each answer does, as in Google's forms (`e.namedValues`). */
function withoutLists(data: Data): Data {
  if (!Array.isArray(emailIn(data)?.value)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, onlyOf(value)]));
}

/** One that was erased, too: another beside it is somebody else's. */
function emailIn(data: Data): Member | undefined {
  const isTold = (value: unknown) => isHidden(value) || !isNothing(value);
  const [called, value] = Object.entries(data).find(([name, one]) => ownWordFor(name) === "email" && isTold(one)) ?? [];
  return called === undefined ? undefined : { called, value };
}

function isOfForm(name: string): boolean {
  return letters(name) === "title" || ownWordFor(name) === "fullName";
}
