import { isObject } from "../objects.ts";
import { numberIn } from "./phone.ts";
import { letters } from "./spelling.ts";
import { isBlank, listOf, textOf } from "./text.ts";
import { isUnanswered } from "./unanswered.ts";
import { OTHER_WORDS, wordsFor } from "./other-words.ts";
import { isNothing } from "./nothing.ts";
import { namesIn } from "./person-name.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * The person and the data in what is said in our own words, by an application of one's own or a Flow. The person is their e-mail. A member that
 * is called otherwise (`Email`, `work_email`, `jobTitle`, `given-name`) is ours if there is one such, and none of ours. One name that holds
 * both, as a text or in parts, becomes two. The event's schema reads all other members.
 */
export function inOwnWords(given: Data): { readonly person: unknown; readonly data: Data } {
  const data = withDialCode(withLines(withOurNames(given)));
  const person = addressIn(data["email"]);
  const names = isLacking("lastName", data["lastName"]) ? wholeNameIn(data) : undefined;
  return { person, data: names === undefined ? data : { ...data, ...names } };
}

/** The first and last name in a member that holds both; undefined where none does. */
function wholeNameIn(data: Data): Data | undefined {
  const said = byLetters(data);
  const { firstName: first } = data;
  // In Spanish, Italian and Portuguese the first name and the whole one may be called the same.
  const isFirst = typeof first === "string" && ["nombre", "nome"].some((word) => said.get(word)?.value === first);
  if (isFirst && /\S\s+\S/.test(first)) return namesOf(first);
  const name = nameIn((said.get("fullname") ?? said.get("name"))?.value);
  // Beside a first name, what is called a name may be a form's or a company's: unless it begins with the first.
  const isWhole =
    isLacking("firstName", first) || (typeof name === "string" && typeof first === "string" && begins(name, first));
  return isWhole ? namesOf(name) : undefined;
}

/** Whether nothing is said, or as much as people put into a field that they can't leave empty. */
function isLacking(name: string, value: unknown): boolean {
  return isNothing(value) || (typeof value === "string" && isUnanswered(name, value));
}

/** A message that is a table's answers (`{ "Price": "Good", "Support": "Poor" }`) as their lines: other objects are no text. */
function withLines(data: Data): Data {
  const { message } = data;
  if (!isObject(message) || textOf(message) !== "") return data;
  const lines = Object.entries(message).flatMap(([asked, answer]) => {
    const text = Array.isArray(answer) ? listOf(answer) : textOf(answer);
    return isBlank(text) ? [] : [`${asked}: ${text}`];
  });
  return lines.length === 0 ? data : { ...data, message: lines.join("\n") };
}

/** Joins a phone number and a dialling code from a separate field: https://github.com/jackocnr/intl-tel-input/issues/1215 */
function withDialCode(data: Data): Data {
  const { phone } = data;
  const number = typeof phone === "string" && !isBlank(phone) ? numberIn({ ...data, number: phone.trim() }) : "";
  return number === "" ? data : { ...data, phone: number };
}

/** A placeholder is none. */
function nameIn(value: unknown): unknown {
  return isLacking("name", value) || isLacking("fullName", value) ? undefined : value;
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

/** With the members that are ours under our names, where they are called otherwise. */
function withOurNames(data: Data): Data {
  const lacking = Object.keys(OTHER_WORDS).filter((name) => isLacking(name, data[name]));
  if (lacking.length === 0) return data;
  const said = byLetters(data);
  const read: Record<string, unknown> = { ...data };
  for (const name of lacking) {
    const [meant, ...others] = membersFor(name, said);
    if (meant === undefined) continue;
    const isRespelled = letters(meant.called) === letters(name);
    // Whose address is meant, of several that are called otherwise, or of two that are called the same, would be a guess.
    const isOther = others.some(({ value }) => value !== meant.value);
    if (name === "email" && ((isOther && !isRespelled) || hasTwoAddresses(data, said))) continue;
    // What is called otherwise stays there under that name too, which the event's schema may know.
    if (isRespelled) delete read[meant.called];
    read[name] = meant.value;
  }
  const address = said.get("address")?.value;
  const within = isObject(address) ? byLetters(address).get("country") : undefined;
  if (within !== undefined && isLacking("country", read["country"])) read["country"] = within.value;
  return read;
}

/** Whether two addresses are called the same but for their spelling, so that neither is among what is said: `Email` and `EMAIL`. */
function hasTwoAddresses(data: Data, said: ReadonlyMap<string, Member>): boolean {
  return Object.entries(data).some(([called, value]) => {
    const word = letters(called);
    return [letters("email"), ...wordsFor("email")].includes(word) && !said.has(word) && !isNothing(value);
  });
}

/** Those that may be meant for one of ours: first the one that has its name in another spelling, then those that are called otherwise. */
function membersFor(name: string, said: ReadonlyMap<string, Member>): Member[] {
  const own = letters(name);
  return [own, ...(OTHER_WORDS[name] ?? [])]
    .flatMap((word) => said.get(word) ?? [])
    .filter(({ called, value }) => (letters(called) === own || isSaid(name, value)) && !isLacking(name, value));
}

/** What is called otherwise may count something (`comments`), mark it (`mobile`) or be its number (`organization`). */
function isSaid(name: string, value: unknown): boolean {
  return typeof value !== "boolean" && (typeof value !== "number" || name === "phone");
}

/** The address in a form field, a list, or an object: the only text that has an @. */
function addressIn(email: unknown): unknown {
  if (Array.isArray(email)) return email.map(addressIn);
  if (!isObject(email)) return email;
  const held = Object.values(email).map((one) => (isObject(one) ? addressIn(one) : one));
  const addresses = held.filter((one) => typeof one === "string" && one.includes("@"));
  return email["email"] ?? email["address"] ?? (addresses.length === 1 ? addresses[0] : textOf(email) || email);
}

function namesOf(name: unknown): Data | undefined {
  if (typeof name === "string") return name.trim() === "" ? undefined : namesIn({ name });
  if (!isObject(name)) return undefined;
  if (isObject(name["value"])) return namesOf(name["value"]);
  const parts = byLetters(name);
  const partOf = (...words: readonly string[]) => words.map((word) => parts.get(word)).find(Boolean)?.value;
  const firstName = partOf("first", "firstname", "given", ...wordsFor("firstName"));
  const lastName = partOf("last", "lastname", "family", ...wordsFor("lastName"));
  if (firstName === undefined && lastName === undefined) {
    const whole = textOf(name) || textOf(partOf("fullname"));
    return whole === "" ? undefined : namesIn({ name: whole });
  }
  return { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
}

function begins(name: string, first: string): boolean {
  return name.trim().startsWith(`${first.trim()} `);
}
