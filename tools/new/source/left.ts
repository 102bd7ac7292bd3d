import { isObject } from "../../../functions/runtime/objects.ts";
import { ownWordFor } from "../../../functions/runtime/reading/labels.ts";
import { memberCode } from "../names.ts";
import type { KindPlace } from "../payload/kind.ts";
import { isLabelled, itemAt, LABELS, labelsIn, type Leaf, leavesOf, listDepth, VALUES } from "../payload/leaves.ts";
import { THING } from "../payload/sample.ts";
import type { Kind } from "./kind.ts";

/** Most places that are listed, besides what may be a consent or a person's field: those are listed in any case. */
const MOST_LEFT = 12;
/** Consents: the last thing that may be left out by mistake. */
const CONSENT =
  /contact|subscri|do[-_ ]?not|\bdnd|agree|suppress|mailing|permission|(?:may|can) we|(?:e-?mail|call|text|send|inform|update|notify)[ _-](?:me|you)\b|keep (?:me|you)|receiv(?:e\b|ing)|hear from|gdpr|dsgvo|rgpd|d(?:ü|ue)rfen wir|einwillig|zustimm|abonn|consens|toestemming|samty|zgod|s[ouú]+hlas|suostum|hozzájárul|consim|согла|同意|동의|accept|acept|accett|aceit|nyhe[td]sbrev|consent|newsletter|opt(?:ed)?[-_ ]?(?:in|out)(?!g)|marketing/i;
/** The same of what holds it: the `state` of an `email_marketing_consent`. */
const OF_CONSENT = /consent|newsletter|opt(?:ed)?[-_ ]?(?:in|out)(?!g)|marketing/i;

/** `contact_id`, `subscriptionUrl`; and what is a person's by its name: `contact_number`. */
const NO_CONSENT = /(?:[_-](?:id|key|url)|Id|Key|Url)$/;

/** Whether what a leaf is called, or was asked, may be a consent. */
export function isOfConsent({ path, label }: Leaf): boolean {
  const called = path.flatMap((step) => {
    const item = itemAt(step);
    return item === undefined || item === "first" ? (VALUES.includes(step) ? [] : [step]) : [String(item.text)];
  });
  return mayBeConsent(label ?? called.at(-1) ?? "", called.at(-2));
}

function mayBeConsent(called: string, holder = ""): boolean {
  const isOther = NO_CONSENT.test(called) || ownWordFor(called) !== undefined;
  return (CONSENT.test(called) && !isOther) || OF_CONSENT.test(holder);
}

/** Places and answers of the sample that the source does not read: consents first, and then a person's fields. */
export function leftFaults({ guess, event }: Kind, place: KindPlace | undefined, sample: unknown): string[] {
  const leaves = [guess.id, guess.time, guess.email, guess.subject, ...event.fields.map(({ leaf }) => leaf)];
  const kindPaths = place !== undefined && "paths" in place ? place.paths : [];
  const read = [...leaves.flatMap((leaf) => (leaf === undefined ? [] : [leaf.path])), ...kindPaths];
  const left = placesIn(sample).filter(({ isReadBy }) => !read.some(isReadBy));
  const consents = left.filter(({ called, holder }) => mayBeConsent(called, holder));
  const rest = left.filter((one) => !consents.includes(one));
  const persons = rest.filter(({ called, holder = "" }) => ownWordFor(called) !== undefined && !THING.test(holder));
  const others = rest.filter((one) => !persons.includes(one));
  const shown = [
    ...consents.map((one) => `${one.shown} (a consent?)`),
    ...[...persons, ...others.slice(0, Math.max(0, MOST_LEFT - consents.length - persons.length))].map(
      (one) => one.shown,
    ),
  ];
  const more = left.length > shown.length ? [`and ${left.length - shown.length} more`] : [];
  return left.length === 0 ? [] : [`not taken of the payload: ${[...shown, ...more].join(", ")}.`];
}

interface Place {
  readonly shown: string;
  /** Its name or question, and the name of the object that it is in. */
  readonly called: string;
  readonly holder?: string | undefined;
  readonly isReadBy: (path: readonly string[]) => boolean;
}

/**
 * The readable places of a payload. A list is one place, since no path says how a mapping reads its items; but each
 * labelled answer is a place, and whatever in a list may ask for a consent.
 */
function placesIn(value: unknown, path: readonly string[] = []): Place[] {
  const isOfMain = leavesOf(value).some((leaf) => listDepth(leaf) === 0 && !isLabelled(leaf));
  const answers = Array.isArray(value) && !isOfMain ? labelsIn(value) : [];
  if (answers.length > 0)
    return answers.map(({ member, text }) => ({
      shown: JSON.stringify(text),
      called: text,
      isReadBy: (read) => read.map(itemAt).some((item) => Object(item).member === member && Object(item).text === text),
    }));
  if (isObject(value)) {
    const held = Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, name]));
    const label = VALUES.some((name) => name in value)
      ? questionsIn(value).find((text) => mayBeConsent(text))
      : undefined;
    return label === undefined ? held : held.map((place) => ({ ...place, called: label }));
  }
  if (value === null) return [];
  const shown = path
    .map((name) => memberCode(name))
    .join("")
    .replace(/^\./, "");
  const isReadBy = (read: readonly string[]) =>
    path.every((name, depth) => depth >= read.length || read[depth] === name);
  const [called = "", holder] = path.toReversed();
  const asked = (Array.isArray(value) ? questionsIn(value) : []).filter((text) => mayBeConsent(text));
  return [
    { shown, called, holder, isReadBy },
    ...asked.map((text) => ({ shown: `${shown} ${JSON.stringify(text)}`, called: text, isReadBy: () => false })),
  ];
}

/** What items of a list are called or ask, however deep: `[{ "question": { "text": … }, "answer": … }]`. */
function questionsIn(value: unknown, name = ""): string[] {
  if (typeof value === "string") return QUESTIONS.includes(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => questionsIn(item, name));
  return isObject(value) ? Object.entries(value).flatMap(([member, held]) => questionsIn(held, member)) : [];
}

const QUESTIONS: readonly string[] = [...LABELS, "text", "prompt", "field"];
