import { isObject } from "../objects.ts";
import { isDialled, numberIn } from "./phone.ts";
import { type Member, membersBy } from "./members.ts";
import { letters } from "./spelling.ts";
import { listOf, textOf } from "./text.ts";
import { OTHER_WORDS, ownNameOf, ownWordFor, wordOf, wordsFor } from "./other-words.ts";
import { isBlank, isHidden, isNothing } from "./nothing.ts";
import { isLacking } from "./unanswered.ts";
import { namesAmong } from "./whole-name.ts";
import { hasOtherAddress, unwrapped } from "./wrapped.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * The person and data in a payload that uses our own names, from an application or a Flow. The person is their e-mail.
 * A member under another name (`Email`, `work_email`, `jobTitle`, `given-name`) counts as ours if ours is absent and
 * there is only one such. A full name, as text or in parts, is split in two. All other members are left to the event's
 * schema.
 */
export function inOwnWords(given: Data): { readonly person: unknown; readonly data: Data } {
  const labelled = withoutSeveral(unwrapped(given));
  const data = withDialCode(withLines(withOurNames(labelled)));
  return { person: addressIn(data["email"]), data: { ...data, ...namesAmong(data, Object.keys(labelled)) } };
}

/** Without first or last names of several people, as `firstName[0]` and `firstName[1]` are. */
function withoutSeveral(data: Data): Data {
  const isOfSeveral = (value: unknown) =>
    Array.isArray(value) && new Set(value.filter((one) => !isNothing(one))).size > 1;
  const several = Object.keys(data).filter((name) => ["firstName", "lastName"].includes(ownWordFor(name) ?? ""));
  return {
    ...data,
    ...Object.fromEntries(several.filter((name) => isOfSeveral(data[name])).map((name) => [name, undefined])),
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
    !["countrycode", "prefix"].includes(letters(called)) || String(value).startsWith("+");
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
    const [meant, ...others] = membersFor(name, said);
    if (meant === undefined) continue;
    const isRespelled = letters(meant.called) === letters(name);
    if (name === "email" && (isGuess(meant, others, data) || hasUnreadAddress(data, said))) continue;
    // Members called otherwise also stay under their own names, which the event's schema may know.
    if (isRespelled) delete read[meant.called];
    read[name] = meant.value;
  }
  const address = said.get("address")?.value;
  const within = isObject(address) ? membersBy(wordOf, address).get("country") : undefined;
  if (within !== undefined && isLacking("country", read["country"])) read["country"] = within.value;
  return read;
}

/**
 * Whether the address may be somebody else's: there are several candidates, or it is the one for work or the official
 * one, beside any other.
 */
function isGuess({ called, value }: Member, others: readonly Member[], data: Data): boolean {
  if (letters(called) === "email") return false;
  const isQualified = !["email", ...wordsFor("email")].includes(wordOf(called));
  return others.some((other) => other.value !== value) || (isQualified && hasOtherAddress(data, value));
}

/** A company that is only a size says nothing of its name. */
function isUntold(name: string, value: unknown): boolean {
  const isOfParts = ["email", "phone", "message"].includes(name);
  return isLacking(name, value) || (!isOfParts && isObject(value) && textOf(value) === "");
}

/**
 * Whether two spellings of one name hold addresses, so that neither was considered (`Email` and `EMAIL`), or one was
 * erased: another is then somebody else's.
 */
function hasUnreadAddress(data: Data, said: ReadonlyMap<string, Member>): boolean {
  return Object.entries(data).some(([called, value]) => {
    const isAddress = ownWordFor(called) === "email";
    return isAddress && (isHidden(value) || (!said.has(wordOf(called)) && !isNothing(value)));
  });
}

/** Candidates for one of our members: first its own name in another spelling, then other names. */
function membersFor(name: string, said: ReadonlyMap<string, Member>): Member[] {
  const own = letters(name);
  const words = [own, ...wordsFor(name)];
  const others = [...said.keys()].filter((word) => !words.includes(word) && ownNameOf(word) === name);
  const found = [...words, ...others]
    .flatMap((word) => said.get(word) ?? [])
    .filter((member) => (wordOf(member.called) === own || isSaid(name, member)) && !isUntold(name, member.value));
  const addresses =
    name === "email" ? found.filter(({ value }) => typeof value !== "string" || MAYBE_EMAIL.test(value)) : [];
  return addresses.length > 0 ? addresses : found;
}

/** One with a mistake, too; `Preferred email: work` is none. */
const MAYBE_EMAIL = /[@＠]|\w\.\w|%40|\bat\b/;

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

/** Where an object holds somebody's own address, and no placeholder, owner or former one, in letters(). */
const OWN = [
  letters("email"),
  ...wordsFor("email"),
  ..."address value primary main work business home personal".split(" "),
];

/**
 * The address in a form field, a list (of several, the one marked as primary), or an object: the only text that has an
 * @, if it is called an address of theirs.
 */
function addressIn(email: unknown): unknown {
  if (Array.isArray(email)) {
    const [primary, another] = email.filter((one) => isObject(one) && one["primary"] === true);
    return primary !== undefined && another === undefined ? addressIn(primary) : email.map(addressIn);
  }
  if (!isObject(email)) return email;
  const held = Object.entries(email).map(([called, one]) => [called, isObject(one) ? addressIn(one) : one] as const);
  const addresses = held.filter(([, one]) => typeof one === "string" && one.includes("@"));
  const own = addresses.length === 1 ? addresses.find(([called]) => OWN.includes(letters(called))) : undefined;
  return email["email"] ?? email["address"] ?? own?.[1] ?? (textOf(email) || email);
}
