import { isObject } from "../objects.ts";
import { completed, type Held, isName, isOfForm, isOthers, isPartOfName, meaningsTold, together } from "./answers.ts";
import { ownWordFor } from "./labels.ts";
import type { Member } from "./members.ts";
import { unflattened } from "./nested.ts";
import { isHidden, isNothing } from "./nothing.ts";
import { ofOnePerson } from "./numbered.ts";
import { hasOtherAddress, isPlainAddress, isSameAddress, onlyAddressIn } from "./own-address.ts";
import { withoutPrefix } from "./prefixed.ts";
import { letters } from "./spelling.ts";
import { onlyOf, structured } from "./structure.ts";

type Data = Readonly<Record<string, unknown>>;

/** A form's fields in one object or list, as in letters(): Elementor's `form_fields[email]`, Meta's `field_data`. */
const FIELDS =
  /^(?:form|field|named|usercolumn)?(?:fields?|data|answers?|responses?|values|inputs?|submission|submitted)$|^rawrequest$/;
/** A person's. No user, customer or guest: these may be somebody else; nor a form: its address is its owner's. */
const PERSON = /^(?:contact|person|lead|respondent|registrant|attendee|subscriber)$/;
/**
 * What programs put around any record, and who is seldom somebody else: n8n's `body`, Supabase's `record`, HubSpot's
 * `properties`, WooCommerce's `billing`. No user, guest or owner.
 */
const ANY =
  /^(?:body|content|json|payload|record|entry|item|object|core|current|properties|attributes|traits|questions|billing|customer|customerdetails|buyer|member|invitee|participant|applicant)$/;
/** These count only with the payload's only address in them, as ANY do: Google Ads', Jotform's, Kit's. */
const UNSURE = /^(?:usercolumndata|rawrequest|subscriber|profile)$/;
/** What holds a form's fields, and people who may be others: Webflow's `payload.data`. Also only with it. */
const AROUND = /^(?:form|payload|entry|registration)$/;
/** What has a profile of the person, as Zuddl's and Eventbrite's. Any other may be an owner's. */
const OF_PROFILE = /^(?:attendee|registration)$/;
/** Answers of the person whose address stands beside them: Kit's and MailerLite's `fields`, Mailchimp's `merges`. */
const ANSWERS = /^(?:form|custom|merge)?(?:fields?|answers?|responses?|inputs?)$|^merges$/;
/** The same where no answers are, and somebody's name is in them, as in Brevo's; otherwise they may be a product's. */
const TRAITS = /^(?:attributes|properties|traits)$/;

const MOST_LEVELS = 2;
/** Of one object; with more, none is read. */
const MOST_HELD = 20;

/** Where something stands in a payload. */
interface Place {
  /** The payload's only address, by onlyAddressIn(): most payloads have nothing that asks for it. */
  readonly only: () => string | undefined;
  readonly depth: number;
  readonly within: string;
  readonly isAround: boolean;
}

/** Data whose fields stand in objects of their own, or were flattened, as if they stood in it directly. */
export function unwrapped(given: Data): Data {
  return readAt({ only: once(() => onlyAddressIn(given)), depth: 0, within: "", isAround: false }, given);
}

/** Makes it when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function readAt(place: Place, given: Data): Data {
  const told = withoutLists(ofOnePerson({ ...unflattened(given) }, place.only));
  const held = heldIn(told, place);
  const isToldThere = held.some(({ address }) => address !== undefined);
  const data = isToldThere ? told : withoutPrefix(told, place.only);
  const isTold = isToldThere || emailIn(data) !== undefined;
  const read = withFields(data, isTold ? held : [...held, ...heldAround(data, place)]);
  const isTheirs = held.length > 0 && isSameAddress(emailIn(read)?.value, place.only());
  return isTheirs ? completed(read, held, place.only()) : read;
}

/**
 * With the fields of objects that hold the person's address. Then a name or title beside them is the form's, and a
 * first or last name another's unless it is a part of theirs, but where their own address is there too; anything else
 * there wins, unless the person has told the same. An address there wins over the fields; but of a `contact_email` and
 * another one in the fields neither is used.
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
  const isAnothers = !isTheirs && isOthers(Object.fromEntries(kept), fields);
  const theirs = kept.filter(([name]) => !isAnothers || !isName(name));
  return together(Object.fromEntries(theirs), fields);
}

function heldIn(data: Data, place: Place): readonly Held[] {
  const { only, depth } = place;
  const named = depth > MOST_LEVELS ? [] : Object.entries(data).filter(([called]) => isHeld(letters(called), place));
  if (named.length > MOST_HELD) return [];
  const isAnswered = named.some(([called]) => ANSWERS.test(letters(called)));
  // What is surely the person's wins.
  const rank = ([called]: readonly [string, unknown]) => Number(ANY.test(letters(called)));
  return named
    .toSorted((one, other) => rank(one) - rank(other))
    .flatMap(([called, value]): readonly Held[] => {
      const within = letters(called);
      const held = structured(listed(value, only()), { types: ["object"] });
      if (!isObject(held)) return [];
      const fields = readAt({ ...place, depth: depth + 1, within }, held);
      const address = emailIn(fields)?.value;
      // A list of one may be of people.
      const areTheirs = ANSWERS.test(within) || (TRAITS.test(within) && !isAnswered && tellsName(fields));
      const isAnswers = areTheirs && (isObject(value) || (Array.isArray(value) && value[0] !== held));
      const isUnsure = UNSURE.test(within) || (ANY.test(within) && (address !== undefined || !isAnswers));
      if (isUnsure && (!isSameAddress(address, only()) || isOwnersOf(held, address))) return [];
      return [{ called, isWrapper: mayHoldAddress(within, place), isAnswers, fields, address }];
    });
}

function tellsName(fields: Data): boolean {
  return Object.keys(fields).some(isPartOfName);
}

/** Whether a form within has this address too: it is its owner's. */
function isOwnersOf({ form }: Data, address: unknown): boolean {
  return isObject(form) && isSameAddress(emailIn(form)?.value, address);
}

/** With the payload's only address in them. */
function heldAround(data: Data, place: Place): readonly Held[] {
  if (place.depth >= MOST_LEVELS) return [];
  return Object.entries(data).flatMap(([called, value]) => {
    if (!AROUND.test(letters(called)) || !isObject(value)) return [];
    const inner = { ...place, depth: place.depth + 1, within: letters(called), isAround: true };
    const held = [...heldIn(value, inner), ...heldAround(value, inner)];
    const theirs = held.filter(({ address }) => isSameAddress(address, place.only()));
    return theirs.map((one) => ({ ...one, called: `${called}.${one.called}` }));
  });
}

function isHeld(name: string, place: Place): boolean {
  return mayHoldAddress(name, place) || ANSWERS.test(name);
}

function mayHoldAddress(name: string, { within, isAround }: Place): boolean {
  if (name === "profile") return OF_PROFILE.test(within);
  return FIELDS.test(name) || (!isAround && (PERSON.test(name) || ANY.test(name)));
}

function withoutAddresses(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([name]) => ownWordFor(name) !== "email"));
}

/** Fields by their ids, with their labels inside, as a list: Elementor's `{ "field_1": { "title": "E-mail", "value": … } }`. */
function listed(fields: unknown, only: string | undefined): unknown {
  const entries = isObject(fields) ? Object.entries(fields) : [];
  const labels = only === undefined ? ["title", "label"] : ["title", "label", "name"];
  const isLabelled = (field: unknown) =>
    isObject(field) && "value" in field && labels.some((name) => typeof field[name] === "string");
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
