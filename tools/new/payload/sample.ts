import { parseTime } from "../../../functions/runtime/reading/time.ts";
import { isEmail, normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { withNow } from "../../../local/console/send/recent.ts";
import { ourWordFor, wordOf } from "../../../functions/runtime/reading/labels.ts";
import { FULL_NAME_WORDS } from "../../../functions/runtime/reading/other-words.ts";
import { type Anonymiser, createAnonymiser, isPersonal } from "../../../local/console/send/anonymiser.ts";
import { LABELS, type Leaf, type Payload, VALUES } from "./leaves.ts";
import type { Guess } from "./guess.ts";
import { isUtcByName, latestTime } from "./times.ts";
import { partOfName } from "../names.ts";

/**
 * The payload as a sample: with `{{id}}` and `{{now}}` where each webhook has its own, and without anybody's address,
 * name or number.
 */
export function sampleOf(payload: Payload, { id, time, email }: Guess): unknown {
  const anonymiser = createAnonymiser();
  if (email !== undefined) anonymiser.value(String(email.value)); // the first is Ada
  const named = learnNames(payload, anonymiser);
  const sample = replaced(payload, (value, called, path) => {
    if (isAt(id, path)) return "{{id}}";
    if (time !== undefined && isAt(time, path) && isUtcByName(time)) return WITHOUT_ZONE;
    if (typeof value === "number") return /phone|mobile/i.test(called) ? PHONE : value;
    if (typeof value !== "string") return value;
    if (value !== "" && SECRET.test(called)) return "secret";
    if (isPersonal(called)) return anonymiser.value(value, called);
    return anonymiser.value(value, NUMBER.test(value) ? "phone" : (partOf(named, value) ?? called));
  });
  const at = time && parseTime(time.value);
  if (at === undefined) return sample;
  // Later times become the same moment too: a cancellation of a registration.
  const latest = latestTime(payload) ?? at;
  return JSON.parse(withNow(withNow(JSON.stringify(sample), at), latest));
}

/**
 * Whole names, also in two parts: they may stand in a text before the member that identifies them as names.
 * @returns their words, and those of addresses
 */
function learnNames(payload: Payload, anonymiser: Anonymiser): string[][] {
  const [firsts, lasts]: [string[], string[]] = [[], []];
  const wholes: string[] = [];
  const addressed: string[] = [];
  replaced(payload, (value, called) => {
    if (typeof value !== "string" || value.trim() === "") return;
    if (isEmail(normaliseEmail(value))) addressed.push(value.replace(/@.*/s, "").replaceAll(/[._-]+/g, " "));
    if (/^(?:first|given)_?name$/i.test(called)) firsts.push(value.trim());
    else if (/^(?:last|family)_?name$/i.test(called)) lasts.push(value.trim());
    else if (/name$/i.test(called) && isPersonal(called) && /\S\s+\S/.test(value)) wholes.push(value);
  });
  const joined = firsts.flatMap((first, index) => (lasts[index] === undefined ? [] : [`${first} ${lasts[index]}`]));
  for (const name of [...wholes, ...joined]) anonymiser.value(name, "name");
  return [...wholes, ...joined, ...addressed].map((name) => name.toLowerCase().trim().split(/\s+/));
}

/** As which part of a name that is known a text is one, whatever it is called: `Jane` of jane.doe@…, in Gravity Forms' `1.3`. */
function partOf(named: readonly (readonly string[])[], text: string): string | undefined {
  if (!/^\p{Lu}\p{L}/u.test(text)) return undefined;
  const said = text.trim().toLowerCase();
  const whole = named.find((words) => words.length > 1 && (words.join(" ") === said || words.includes(said)));
  if (whole === undefined) return undefined;
  return whole.join(" ") === said ? "name" : whole[0] === said ? "first_name" : "last_name";
}

/** What is called `called` and neither an object nor a list becomes what `replace` returns. */
function replaced(
  value: unknown,
  replace: (value: unknown, called: string, path: readonly string[]) => unknown,
  path: readonly string[] = [],
  called = "",
): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, replace, [...path, "-"], called));
  if (typeof value !== "object" || value === null) return replace(value, called, path);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      replaced(
        member,
        replace,
        [...path, name],
        nameIn(
          value,
          name,
          path.findLast((step) => step !== "-"),
        ),
      ),
    ]),
  );
}

/** For times whose zone is only in their name; {{now}} has a zone. */
const WITHOUT_ZONE = "2026-11-02T09:30:00";
/** A telephone number, whatever it is called: with a country's code, or in groups of digits that make no date. */
const NUMBER = /^(?:(?:\+|\()\d[\d\s()./-]{6,24}|\d{3,4}(?:[ -]\d{3,4}){2})$/;
/** Nobody's number: from the range reserved for films. */
const PHONE = 442079460000;
/** What a sender shows instead of a signature: `google_key`, `HandshakeKey`. */
const SECRET = /secret|password|(?:google|handshake|api|access)[-_]?(?:key|token)$/i;
/** An object with one of these is not a person, and its name not personal. */
const THING_ID = /^(?:form|site|page|workspace|campaign)_?id$/i;

/** Nor is that of an object which is called so itself: `company: { name: "Acme" }`. */
export const THING =
  /(?:company|organi[sz]ation|event|form|site|page|workspace|campaign|product|plan|ticket(?:_?type)?|venue|session|webinar)$/i;

/** A member's name, to tell whether the value is personal. For an answer in a list: its label. */
function nameIn(holder: object, name: string, called = ""): string {
  const part = partOfName(name, called);
  if (part !== undefined) return part;
  if (isBesideAddress(name, Object.keys(holder))) return "name";
  const hasAddress = Object.keys(holder).some((other) => /mail/i.test(other));
  if (THING.test(called) && /^name$/i.test(name) && !hasAddress) return "";
  const isAnswer = VALUES.some((one) => one in holder);
  const isLabel = LABELS.some((label) => label === name);
  if (isLabel && (isAnswer || (!hasAddress && Object.keys(holder).some((other) => THING_ID.test(other))))) return "";
  if (!isAnswer || !VALUES.includes(name)) return personal(name);
  const labels = [...LABELS.map((label) => String(Reflect.get(holder, label) ?? "")), called].map(personal);
  return labels.find((label) => isPersonal(label)) ?? "";
}

/** Freshdesk's `ticket_requester_name` beside `ticket_requester_email`. */
function isBesideAddress(name: string, members: readonly string[]): boolean {
  const [, whose = ""] = /^(.+?)[_-]?name$/i.exec(name) ?? [];
  return whose !== "" && !THING.test(whose) && members.some((other) => isOfSame(other, whose));
}

function isOfSame(other: string, whose: string): boolean {
  return other.startsWith(whose) && /^[_-]?e?mail(?:[_-]?address)?$/i.test(other.slice(whose.length));
}

/** A name or label as the anonymiser has it: `Your name` and `Nachname` are personal too. */
function personal(called: string): string {
  const asked = called
    .trim()
    .replace(/^\$/, "")
    .replace(/^your(?:[\s_-]+|(?=[A-Z]))/i, "");
  if (FULL_NAME_WORDS.includes(wordOf(asked))) return "name";
  const [part] = /(?:first|last|given|family)_?name$/i.exec(asked.replaceAll(/[\s-]+/g, "_")) ?? []; // whose stands before
  const word = part ?? ourWordFor(asked) ?? "";
  return isPersonal(word) ? word : asked.replaceAll(/[\s-]+/g, "_");
}

function isAt(leaf: Leaf | undefined, path: readonly string[]): boolean {
  return leaf !== undefined && leaf.path.length === path.length && leaf.path.every((name, at) => name === path[at]);
}
