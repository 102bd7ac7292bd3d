import { isObject } from "../objects.ts";
import { letters } from "../reading/spelling.ts";
import { isBlank, textOf } from "../reading/text.ts";
import { OTHER_WORDS } from "./other-words.ts";
import { namesIn } from "./person-name.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * What somebody is told of by who speaks in our words, an application of one's own or a Flow: the person is their e-mail, and a member
 * that is called otherwise (`Email`, `work_email`, `jobTitle`, `given-name`) is ours where there is one such, and none of ours. One name that
 * holds both, as a text or in parts, is two. Other members are read by the event's schema.
 */
export function inOwnWords(given: Data): { readonly person: unknown; readonly data: Data } {
  const data = completed(given);
  const { email, firstName: first, lastName: last } = data;
  const person = addressIn(email);
  if (!isNothing(last)) return { person, data };
  const said = byLetters(data);
  // What is called a name alone may be a form's.
  const name = (said.get("fullname") ?? said.get("name"))?.value;
  // Beside a first name, what is called a name may be a form's or a company's: unless it begins with the first.
  const isWhole = isNothing(first) || (typeof name === "string" && typeof first === "string" && begins(name, first));
  const names = isWhole ? namesOf(name) : undefined;
  return { person, data: names === undefined ? data : { ...data, ...names } };
}

interface Member {
  readonly called: string;
  readonly value: unknown;
}

/** Those that hold something. Of several that are called the same none, unless they hold the same. */
function byLetters(data: object): ReadonlyMap<string, Member> {
  const members = Object.entries(data).map(([called, value]): Member => ({ called, value }));
  const groups = Map.groupBy(
    members.filter(({ value }) => !isNothing(value)),
    ({ called }) => letters(called),
  );
  return new Map(
    [...groups].flatMap(([name, [first, ...others]]): [string, Member][] =>
      first !== undefined && others.every(({ value }) => value === first.value) ? [[name, first]] : [],
    ),
  );
}

function completed(data: Data): Data {
  const lacking = Object.keys(OTHER_WORDS).filter((name) => isNothing(data[name]));
  if (lacking.length === 0) return data;
  const said = byLetters(data);
  const read: Record<string, unknown> = { ...data };
  for (const name of lacking) {
    const [own, ...others] = [letters(name), ...(OTHER_WORDS[name] ?? [])]
      .flatMap((word) => said.get(word) ?? [])
      .filter(({ called, value }) => letters(called) === letters(name) || isSaid(name, value));
    if (own === undefined) continue;
    const isOurs = letters(own.called) === letters(name);
    // Whose address is meant, of several that are called otherwise, would be a guess.
    if (name === "email" && others.length > 0 && !isOurs) continue;
    // What is called otherwise is there under that name too, which the event's schema may know.
    if (isOurs) delete read[own.called];
    read[name] = own.value;
  }
  return read;
}

/** What is called otherwise may count something (`comments`), mark it (`mobile`) or be its number (`organization`). */
function isSaid(name: string, value: unknown): boolean {
  return typeof value !== "boolean" && (typeof value !== "number" || name === "phone");
}

/** Of a form's field, of a list of addresses and of an address with its kind the text. */
function addressIn(email: unknown): unknown {
  if (Array.isArray(email)) return email.map(addressIn);
  return isObject(email) ? (email["email"] ?? email["address"] ?? (textOf(email) || email)) : email;
}

function namesOf(name: unknown): Data | undefined {
  if (typeof name === "string") return name.trim() === "" ? undefined : namesIn({ name });
  if (!isObject(name)) return undefined;
  const parts = byLetters(name);
  const [firstName, lastName] = ["first", "last"].map((one) => (parts.get(one) ?? parts.get(`${one}name`))?.value);
  if (firstName === undefined && lastName === undefined) {
    const whole = textOf(name);
    return whole === "" ? undefined : namesIn({ name: whole });
  }
  return { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
}

function begins(name: string, first: string): boolean {
  return name.trim().startsWith(`${first.trim()} `);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || isBlank(value);
}
