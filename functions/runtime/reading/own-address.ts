import { isObject } from "../objects.ts";
import { isEmail, normaliseEmail } from "./email.ts";
import { ownWordFor, wordOf } from "./labels.ts";
import type { Member } from "./members.ts";
import { isHidden, isNothing } from "./nothing.ts";
import { wordsFor } from "./other-words.ts";
import { letters } from "./spelling.ts";
import { onlyOf } from "./structure.ts";
import { textOf } from "./text.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * The one of these members that holds the person's address. None if it may be somebody else's: others hold another one; it
 * is the one for work or the official one, beside any other; or one was erased, or spelled twice and left unread.
 */
export function addressAmong(
  candidates: readonly Member[],
  data: Data,
  said: ReadonlyMap<string, Member>,
): Member | undefined {
  const addresses = candidates.filter(({ value }) => typeof value !== "string" || MAYBE_EMAIL.test(value));
  const [meant, ...others] = addresses.length > 0 ? addresses : candidates;
  if (meant === undefined || hasUnreadAddress(data, said)) return undefined;
  if (letters(meant.called) === "email") return meant;
  const isQualified = !ADDRESSES.includes(wordOf(meant.called));
  const isGuess =
    others.some(({ value }) => value !== meant.value) || (isQualified && hasOtherAddress(data, meant.value));
  return isGuess ? undefined : meant;
}

/** What an address is called, in any language, in letters(). */
const ADDRESSES = [letters("email"), ...wordsFor("email")];

/**
 * Whether it is called an address and no more, in any language: `Courriel`. A `contact_email` says whose, and `mail` may be
 * a flag.
 */
export function isPlainAddress(called: string): boolean {
  const word = wordOf(called);
  return ADDRESSES.includes(word) && !/^(?:work|business|user|contact)|^mail$/.test(word);
}

/** One with a mistake, too; `Preferred email: work` is none. */
const MAYBE_EMAIL = /[@＠]|\w\.\w|%40|\bat\b/;

/**
 * Whether two spellings of one name hold addresses, so that neither was considered (`Email` and `EMAIL`), or one was
 * erased, or is a flag about one: another is then somebody else's.
 */
function hasUnreadAddress(data: Data, said: ReadonlyMap<string, Member>): boolean {
  return Object.entries(data).some(([called, value]) => {
    const isAddress = ownWordFor(called) === "email";
    const isFlag = value === true && isPlainAddress(called);
    return isAddress && (isFlag || isHidden(value) || (!said.has(wordOf(called)) && !isNothing(value)));
  });
}

/** Whether a member is an address, and not this one: which is the person's, nobody can tell. */
export function hasOtherAddress(data: Data, email: unknown): boolean {
  const [own, ...others] = [email, ...Object.values(data)].map((value) => normaliseEmail(textOf(onlyOf(value))));
  return others.some((other) => other !== own && isEmail(other));
}

/**
 * The only address in all of this, texts and JSON in texts included; undefined if there are several, or something was
 * erased. Whatever is read more freely than by plain names is read only beside it, so that it can't be another person's.
 */
export function onlyAddressIn(data: Data): string | undefined {
  const texts: string[] = [];
  JSON.stringify(data, (_name, value: unknown) => {
    if (typeof value === "string") texts.push(value);
    return value;
  });
  const parts = texts.filter(hasAt).flatMap((text) => [text, ...text.split(BETWEEN).filter(hasAt)]);
  const [only, ...others] = new Set(parts.map((part) => normaliseEmail(part)).filter(isEmail));
  const isErased = texts.some((text) => text.split(/["\\]/).some(isHidden));
  return others.length > 0 || isErased ? undefined : only;
}

const hasAt = (text: string) => /[@＠]|%40/.test(text);
/** What parts an address from other text, JSON and links. */
const BETWEEN = /[\s"<>(),;:|[\]{}\\/=?&]+/;

/** Whether both can be read, and are one address. */
export function isSameAddress(one: unknown, other: unknown): boolean {
  const [own, same] = [one, other].map((value) => normaliseEmail(textOf(addressIn(onlyOf(value)))));
  return own === same && isEmail(own);
}

/** Where an object holds somebody's own address, and no placeholder, owner or former one, in letters(). */
const OWN = [...ADDRESSES, ..."address value primary main work business home personal".split(" ")];

/**
 * The address in a form field, a list (of several, the one marked as primary), or an object: the only text that has an
 * @, if it is called an address of theirs.
 */
export function addressIn(email: unknown): unknown {
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
