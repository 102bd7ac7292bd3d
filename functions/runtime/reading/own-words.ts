import { isObject } from "../objects.ts";
import { isPartOfName } from "./answers.ts";
import { ownNameOf, wordOf } from "./labels.ts";
import { type Member, membersBy } from "./members.ts";
import { isBlank, isNothing } from "./nothing.ts";
import { OTHER_WORDS, wordsFor } from "./other-words.ts";
import { addressAmong, addressIn } from "./own-address.ts";
import { isDialled, numberIn } from "./phone.ts";
import { letters } from "./spelling.ts";
import { listOf, textOf } from "./text.ts";
import { isLacking } from "./unanswered.ts";
import { namesAmong } from "./whole-name.ts";
import { unwrapped } from "./wrapped.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * The person and data in a payload that uses our own names, from an application or a Flow. The person is their e-mail.
 * A member under another name (`Email`, `work_email`, `jobTitle`, `given-name`) counts as ours if ours is absent and
 * there is only one such. A full name, as text or in parts, is split in two. All other members are left to the event's
 * schema.
 */
export function inOwnWords(given: Data): { readonly person: unknown; readonly data: Data } {
  const labelled = withSeveral(unwrapped(given));
  const data = withDialCode(withLines(withOurNames(labelled)));
  return { person: addressIn(data["email"]), data: { ...data, ...namesAmong(data, Object.keys(labelled)) } };
}

/** With first or last names of several people (`firstName[0]`, `firstName[1]`) as an object, of which no text is read. */
function withSeveral(data: Data): Data {
  const isOfSeveral = (value: unknown) =>
    Array.isArray(value) && new Set(value.filter((one) => !isNothing(one))).size > 1;
  const several = Object.keys(data).filter(isPartOfName);
  return {
    ...data,
    ...Object.fromEntries(
      several.filter((name) => isOfSeveral(data[name])).map((name) => [name, { several: data[name] }]),
    ),
  };
}

/**
 * A message that holds a table's answers (`{ "Price": "Good", "Support": "Poor" }`) becomes lines of text; other
 * objects are not text.
 */
function withLines(data: Data): Data {
  const { message } = data;
  if (!isObject(message) || textOf(message) !== "") return data;
  const lines = Object.entries(message).flatMap(([asked, answer]) => {
    const text = Array.isArray(answer) ? listOf(answer) : textOf(answer);
    return isBlank(text) ? [] : [`${asked}: ${text}`];
  });
  return lines.length === 0 ? data : { ...data, message: lines.join("\n") };
}

/**
 * A phone number whose dialling code is in another field: https://github.com/jackocnr/intl-tel-input/issues/1215. There, a country code may
 * also be the country's ISO 3166 number (840), and a prefix anything: these count only with a plus sign.
 */
function withDialCode(data: Data): Data {
  const { phone } = data;
  if (typeof phone !== "string" || isBlank(phone)) return data;
  const isSure = ([called, value]: [string, unknown]) =>
    !["countrycode", "prefix"].includes(letters(called)) || textOf(value).startsWith("+");
  const number = numberIn({ ...Object.fromEntries(Object.entries(data).filter(isSure)), number: phone.trim() });
  return number === "" ? data : { ...data, phone: number };
}

/** Adds members called otherwise under our names. */
function withOurNames(data: Data): Data {
  const lacking = Object.keys(OTHER_WORDS).filter((name) => isUntold(name, data[name]));
  if (lacking.length === 0) return data;
  const said = membersBy(wordOf, data);
  const read: Record<string, unknown> = { ...data };
  for (const name of lacking) {
    const candidates = membersFor(name, said);
    const meant = name === "email" ? addressAmong(candidates, data, said) : candidates[0];
    if (meant === undefined) continue;
    const isRespelled = letters(meant.called) === letters(name);
    // Members called otherwise also stay under their own names, which the event's schema may know.
    if (isRespelled) delete read[meant.called];
    read[name] = meant.value;
  }
  const address = said.get("address")?.value;
  const within = isObject(address) ? membersBy(wordOf, address).get("country") : undefined;
  if (within !== undefined && isLacking("country", read["country"])) read["country"] = within.value;
  return read;
}

/** A company that is only a size says nothing of its name. */
function isUntold(name: string, value: unknown): boolean {
  const isOfParts = ["email", "phone", "message"].includes(name);
  return isLacking(name, value) || (!isOfParts && isObject(value) && textOf(value) === "");
}

/** Candidates for one of our members: first its own name in another spelling, then other names. */
function membersFor(name: string, said: ReadonlyMap<string, Member>): Member[] {
  const own = letters(name);
  const words = [own, ...wordsFor(name)];
  const others = [...said.keys()].filter((word) => !words.includes(word) && ownNameOf(word) === name);
  return [...words, ...others]
    .flatMap((word) => said.get(word) ?? [])
    .filter((member) => (wordOf(member.called) === own || isSaid(name, member)) && !isUntold(name, member.value));
}

/** Words of other languages that mean something else in English. */
const FALSE_FRIENDS = /^(?:land|pays|tara|cargo|position)$/;

/**
 * A member called otherwise may be a count (`comments`), a flag (`mobile`), or a number (`organization`, the `position`
 * in a list), which forms send as text; or something else (`position: left`).
 */
function isSaid(name: string, { called, value }: Member): boolean {
  if (typeof value === "boolean") return false;
  const text = textOf(value);
  if (name === "phone") return isObject(value) || Array.isArray(value) || isDialled(text);
  const areLower = () => [called, text].every((one) => /^\p{Ll}/u.test(one));
  if (FALSE_FRIENDS.test(wordOf(called)) && (/^\s*\d/.test(text) || areLower())) return false;
  return !/^\s*\d+\s*$/.test(text) || isObject(value);
}
