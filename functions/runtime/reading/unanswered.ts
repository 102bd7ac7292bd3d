import { isObject } from "../objects.ts";
import { isEmail } from "./email.ts";
import { isNothing, VERB } from "./nothing.ts";
import { wordIn } from "./labels.ts";
import { OTHER_WORDS, wordsFor } from "./other-words.ts";
import { letters } from "./spelling.ts";
import { FIELD_MEMBERS } from "./structure.ts";

const LONGEST = 60;
const LONGEST_NAME = 5;

/** Typed into required fields to get past them. "None" and "Na" are names, and NA is a country code. */
const NOTHING_TO_SAY = /^(?:n ?[/.] ?a\.?|[-–—._/?*]+)$/i;
/** Booking tools have the address where nobody has told a name (Calendly, Zoom), and spammers a link. */
const NAMES = new Set(["firstName", "lastName", "name", "fullName"]);
/** An order's, which shops call its name: Shopify's `#1001`. */
const NUMBER = /^\s*[#№]?\s*\d+\s*$/;
const LINK = /^\s*(?:https?:\/\/|www\.)\S+\s*$/i;
/** What Odoo, and what is made of it, has where nothing is (https://github.com/odoo/odoo/issues/197724). A message may be an answer. */
const isFalse = (name: string, text: string) => name !== "message" && /^false$/i.test(text);

/**
 * Whether a text answers nothing: it only repeats the field's own name, a placeholder sent as a value (`First Name`,
 * `Your company*`: https://github.com/jamesallardice/Placeholders.js/issues/75), or asks to choose, as an untouched
 * select does (`Select your country`, `Choose an option`), or is a flag beside the field (`"phone": true`). An e-mail that
 * is a flag may be about another address, whose owner is not the person.
 */
export function isUnanswered(name: string, text: unknown): boolean {
  if (typeof text === "boolean") return !["message", "email"].includes(name) && Object.hasOwn(OTHER_WORDS, name);
  if (typeof text !== "string") return false;
  if (NAMES.has(name) && LINK.test(text)) return true;
  if (text.length > LONGEST) return false;
  if (Object.hasOwn(OTHER_WORDS, name) && (NOTHING_TO_SAY.test(text) || isFalse(name, text))) return true;
  if (NAMES.has(name) && (isEmail(text.trim()) || NUMBER.test(text))) return true;
  const [, asked, called = ""] = FIELD.exec(text.trim().toLowerCase()) ?? [];
  const word = wordIn(called);
  // A short word for a name may be one: 성, Meno, Soyad.
  const isWord = word.length > (NAMES.has(name) ? LONGEST_NAME : 1) && wordsFor(name).includes(word);
  const isOwn = word === letters(name) || isWord;
  return isOwn || (asked !== undefined && OPTIONS.has(called));
}

/** Whether nothing is said, or only what people type to get past a required field. */
export function isLacking(name: string, value: unknown): boolean {
  return isNothing(value) || isUnanswered(name, value) || (isObject(value) && isEmptied(value));
}

/** Whether nothing is in it, or only a form field's question: `{ "label": "Company", "value": "" }`. */
function isEmptied(answer: object): boolean {
  const isField = Object.hasOwn(answer, "value");
  return Object.entries(answer).every(([called, one]) => isNothing(one) || (isField && FIELD_MEMBERS.includes(called)));
}

const FIELD = new RegExp(
  `^(?:please |bitte )?(?:(?:(select|choose|pick|${VERB})|enter|type) (?:(?:your|an?|the|one) )?)?(.*?)(?: (?:aus)?wählen)?[\\s*:.…?]*$`,
);
const OPTIONS = new Set(["option", "answer", "item", "value"]);
