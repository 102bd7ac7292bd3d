import { fileNameOf, type JsonSchema } from "../../../bundler/read/schemas.ts";
import { isEmail } from "../../../functions/runtime/define/email.ts";
import { isObject } from "../../../functions/runtime/objects.ts";
import { labelsIn, leavesOf } from "../payload/leaves.ts";
import { memberCode } from "../names.ts";
import { placeCode } from "./data.ts";
import { TO_EDIT } from "./kind.ts";

/** The code of one event in a mapping, in its parts. */
interface Draft {
  /** The file name of the kind whose mapping it is in. */
  readonly kind: string;
  readonly whole: string;
  /** Undefined where it has none. */
  readonly id: string | undefined;
  readonly type: string;
  /** Whom it is about, and when it happened. */
  readonly who: string;
  readonly data: string;
  /** `FILE:LINE` of a text in it; of its type where it has no such text. */
  readonly at: (text: string | RegExp) => string;
}

/**
 * What of a new source's mapping was not found in the payload, was made up, or could be meant otherwise: a sentence each, with the line
 * that is to be edited.
 * @param samples of the kinds that are new, by the names of their files
 */
export function gapsIn(
  file: string,
  code: string,
  known: ReadonlyMap<string, JsonSchema>,
  samples: ReadonlyMap<string, unknown>,
): string[] {
  const gaps = draftsIn(file, code).flatMap((draft) => {
    const sample = samples.get(draft.kind);
    if (sample === undefined) return [];
    const { id, who, at } = draft;
    const kind = /\bkind: .*/.exec(code)?.[0] ?? "";
    return [
      ...idFaults(id, who).map((fault) => `${at(id === undefined ? "type:" : "id:")}: ${fault}`),
      ...whoFaults(who, sample).map((fault) => `${at(/person:|subject:/)}: ${fault}`),
      ...timeFaults(who, sample).map((fault) => `${at("time:")}: ${fault}`),
      ...[...dataFaults(draft, known), ...leftFaults(sample, `${draft.whole} ${kind}`)].map(
        (fault) => `${at("data:")}: ${fault}`,
      ),
    ];
  });
  return [...kindFaults(file, code), ...gaps];
}

function draftsIn(file: string, code: string): Draft[] {
  const found = [...code.matchAll(/\{\s*(id: [^]*?)?type: "([^"]+)",([^]*?)data: \{((?:[^{}]|\{[^{}]*\})*)\}/g)];
  return found.map(({ index, 0: whole, 1: id, 2: type = "", 3: who = "", 4: data = "" }) => ({
    kind: kindAt(code, index),
    whole,
    id,
    type,
    who,
    data,
    at: (text) => `${file}:${lineOf(code, index + Math.max(whole.search(text), whole.indexOf("type: ")))}`,
  }));
}

function lineOf(code: string, index: number): number {
  return code.slice(0, index).split("\n").length;
}

/** One kind for all is one that nobody has told. */
function kindFaults(file: string, code: string): string[] {
  const constant = code.search(/\bkind: \(\) => /);
  return constant === -1
    ? []
    : [
        `${file}:${lineOf(code, constant)}: nothing in the payload says what has happened: whatever is posted here is taken for this one kind. If the sender posts others too, --kind says where it tells (npm run new -- --help).`,
      ];
}

/** What the event's schema has and the mapping does not, and what it has of nothing in the payload. */
function dataFaults({ type, data }: Draft, known: ReadonlyMap<string, JsonSchema>): string[] {
  const properties: Readonly<Record<string, unknown>> = Object(known.get(type)?.["properties"]);
  const told = data.includes("namesIn(") ? `${data} firstName lastName` : data;
  const open = Object.keys(properties).filter(
    (name) => name !== "email" && !new RegExp(String.raw`\b${name}\b`).test(told),
  );
  const constants = [...data.matchAll(/\b(\w+): "([^"]*)"/g)].map(([, name = "", value = ""]) => ({ name, value }));
  const edited = constants.filter(({ value }) => value === TO_EDIT);
  const made = constants.filter(({ value }) => value !== TO_EDIT);
  return [
    ...(edited.length > 0 ? [toEdit(edited, properties, type)] : []),
    ...made.map(
      ({ name, value }) => `${name} is "${value}" in all of them: functions/configuration says what is done for it.`,
    ),
    ...(open.length > 0 ? [`not found of ${type}: ${open.join(", ")}.`] : []),
  ];
}

/** What is the same for two events makes one of them; what is another for the same makes two. */
function idFaults(id: string | undefined, who: string): string[] {
  if (id === undefined)
    return [
      "no id of the event was found; the whole body stands for it: a retry that is written otherwise is another event.",
    ];
  const [, holder] = /^id:(?:String\()?(webhook\S*)\.(?:id|ID|uuid)\b/.exec(withoutMarks(id)) ?? [];
  const [, beside] = /person:(webhook\S*?)\.\w+,/.exec(withoutMarks(who)) ?? [];
  return holder !== undefined && holder === beside
    ? [
        `is ${holder}.id another in each webhook about the same person? If it is a record's, leave it out, or all but the first are taken for repeats.`,
      ]
    : [];
}

/** As the place would be asked for if all of it were there. */
function withoutMarks(code: string): string {
  return code.replaceAll(/\?\.(?=\[)|[?\s]/g, "");
}

const MOST_ZONELESS = 3;

/** No time, or one that was taken for want of another: of texts without a zone nobody can tell when they are. */
function timeFaults(who: string, sample: unknown): string[] {
  const places = leavesOf(sample)
    .filter(({ value }) => WITHOUT_ZONE.test(String(value)))
    .map((leaf) => withoutMarks(placeCode(leaf, {})))
    .filter((place) => !withoutMarks(who).includes(place))
    .slice(0, MOST_ZONELESS)
    .join(", ");
  const isFound = !who.includes("neverWaits");
  if (places === "") return isFound ? [] : ["no time was found at which it happened."];
  const how = "and no zone: where that is UTC, take it with a Z behind it";
  return isFound
    ? [`is this when it happened? What says a time ${how}: ${places}.`]
    : [`no time was found at which it happened. What says one ${how}: ${places}.`];
}

const WITHOUT_ZONE = /^(?:\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{4})[T ]\d\d?:\d\d[:\d.]*(?: ?[ap]m)?$/i;

/** All that is missing at once, with the words that there are. */
function toEdit(
  members: readonly { readonly name: string }[],
  properties: Readonly<Record<string, unknown>>,
  type: string,
): string {
  const each = members.map(({ name }) => {
    const words: unknown = Object(properties[name]).enum;
    return Array.isArray(words) ? `${name} (one of ${words.join(", ")})` : name;
  });
  return `${type} requires ${each.join(" and ")}, and nothing in the payload is called so: write it for "${TO_EDIT}"; until then the build refuses the sample.`;
}

const MOST_LEFT = 12;
/** What somebody has agreed to, or not: the last thing that may be left by mistake. */
const CONSENT = /consent|contact|newsletter|\bopt(?:ed)?[-_ ]?(?:in|out)|subscri|agree|marketing/i;

/** What the sample says and this code does not ask for: places, and answers by what was asked. Consents are the first of them. */
function leftFaults(sample: unknown, code: string): string[] {
  const asked = withoutMarks(code);
  const isAsked = (place: string) =>
    asked
      .split(withoutMarks(place))
      .slice(1)
      .some((rest) => !/^[\w$]/.test(rest));
  const left = placesIn(sample, "webhook").filter(({ place }) => !isAsked(place));
  const isConsent = ({ shown }: Told) => CONSENT.test(shown);
  const sorted = [
    ...left.filter(isConsent).map(({ shown }) => `${shown} (a consent?)`),
    ...left.filter((one) => !isConsent(one)).map(({ shown }) => shown),
  ];
  const more = sorted.length > MOST_LEFT ? [`and ${sorted.length - MOST_LEFT} more`] : [];
  return left.length === 0 ? [] : [`not taken of the payload: ${[...sorted.slice(0, MOST_LEFT), ...more].join(", ")}.`];
}

/** Something in the payload: the code that asks for it, and what it is called. */
interface Told {
  readonly place: string;
  readonly shown: string;
}

/** A list is one place, how a mapping asks for an item of it is told by no path; but of named answers each is one. */
function placesIn(value: unknown, place: string): Told[] {
  const answers = Array.isArray(value) ? labelsIn(value) : [];
  if (answers.length > 0)
    return answers.map(({ member, text }) => ({
      place: `one${memberCode(member)} === ${JSON.stringify(text)}`,
      shown: JSON.stringify(text),
    }));
  if (!isObject(value)) return value === null ? [] : [{ place, shown: place.replace(/^webhook\.?/, "") }];
  return Object.entries(value).flatMap(([name, member]) => placesIn(member, `${place}${memberCode(name)}`));
}

/** The file name of the kind whose mapping holds this place. */
function kindAt(code: string, index: number): string {
  const [, quoted, plain = ""] =
    [...code.slice(0, index).matchAll(/(?:("(?:[^"\\]|\\.)*")|([\w$]+)): \(webhook\b/g)].at(-1) ?? [];
  return fileNameOf(quoted === undefined ? plain : JSON.parse(quoted));
}

/** Whom it is about is what one would least like to be guessed. */
function whoFaults(who: string, sample: unknown): string[] {
  if (who.includes('"all"')) return ["nobody was found whom it is about."];
  const [, subject] = /subject: ([^]*?),\s*(?:time|neverWaits)/.exec(who) ?? [];
  if (subject !== undefined) return [`no e-mail was found: it is about ${withoutMarks(subject)}, which is no person.`];
  const said = withoutMarks(who);
  const places = leavesOf(sample).flatMap((leaf) =>
    typeof leaf.value === "string" && isEmail(leaf.value)
      ? [{ place: withoutMarks(placeCode(leaf, {})), address: leaf.value }]
      : [],
  );
  const taken = places.find(({ place }) => said.includes(`${place},`))?.address;
  const others = places.filter(({ address }) => address !== taken).map(({ place }) => place);
  return others.length === 0 ? [] : [`is it this person, and not ${others.join(" or ")}?`];
}
