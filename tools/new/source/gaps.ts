import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { isEmail } from "../../../functions/runtime/reading/email.ts";
import { isOfMaking, isUtcByName } from "../payload/times.ts";
import type { KindPlace } from "../payload/kind.ts";
import { isOfOthers } from "../payload/emails.ts";
import { formIdsIn, type IdDoubt, mayBeOfRecord, OWN_ID } from "../payload/ids.ts";
import {
  areMembersOfOne,
  commonLeaves,
  itemAt,
  keyOf,
  type Leaf,
  leavesOf,
  listDepth,
  type Payload,
} from "../payload/leaves.ts";
import { sampleOf } from "../payload/sample.ts";
import { type Field, isOneOfAddresses, NAMES } from "./data.ts";
import { isOfConsent, leftFaults } from "./left.ts";
import { placeCode, valueAt } from "./place.ts";
import { type Kind, TO_EDIT } from "./kind.ts";

/** A part of a mapping that was not found in the payload, was made up, or could be meant otherwise. */
export interface Gap {
  /** The kind whose mapping it is in; undefined for the source as a whole. */
  readonly kind: string | undefined;
  /** The member of the mapping's event, or of the source, that is to be edited. */
  readonly member: string;
  readonly sentence: string;
}

/** Where a webhook says its kind, and the header that holds the id of a webhook whose body has none. */
export interface Surroundings {
  readonly place: KindPlace | undefined;
  readonly idHeader: string | undefined;
}

/** One kind for everything is an assumption that somebody should check. */
export const NO_KIND: Gap = {
  kind: undefined,
  member: "kind",
  sentence:
    "nothing in the payload says what happened, so everything that is posted here becomes this one kind. If the sender posts others too, name the member that tells them apart: --kind (npm run new -- --help).",
};

export function gapsOf(kind: Kind, { place, idHeader }: Surroundings): Gap[] {
  const { name, payloads, guess } = kind;
  const sample = sampleOf(payloads[0] ?? {}, guess);
  const { id, email, idDoubt } = guess;
  const noId = idHeader === undefined ? [NO_ID, ...doubts(idDoubt)].join(" ") : undefined;
  const of = (member: string, sentences: readonly string[]) =>
    sentences.map((sentence): Gap => ({ kind: name, member, sentence }));
  return [
    ...(id === undefined ? of("type", noId === undefined ? [] : [noId]) : of("id", recordIdFaults(id, kind))),
    ...of(email === undefined ? "subject" : "person", whoFaults(kind, sample)),
    ...of("time", [...recordTimeFaults(kind), ...timeFaults(kind, sample)]),
    ...of("data", [...dataFaults(kind), ...leftFaults(kind, place, sample)]),
  ];
}

const NO_ID =
  "no id of the event was found, or only one that may be a record's. The hash of the body is its id: a retry with another body would be another event.";

function doubts(doubt: IdDoubt | undefined): string[] {
  if (doubt === undefined) return [];
  const { leaf, why } = doubt;
  return why === "same"
    ? [`${placeOf(leaf)} is the same in several of these webhooks: use it only if they are about the same event.`]
    : [
        `${placeOf(leaf)} may be the id, or the subscription's, which never changes: give two webhooks to see (--from one.json --from another.json).`,
      ];
}

/** A record's id would be the same for two events, and make one of them. */
function recordIdFaults(id: Leaf, { payloads, guess: { email, subject } }: Kind): string[] {
  const isAll = id === subject && OWN_ID.test(id.path.at(-1) ?? "");
  const isBeside = email !== undefined && areMembersOfOne(id, email);
  return isAll || mayBeOfRecord(id, email, payloads)
    ? [
        `does ${placeOf(id)} differ between webhooks about the same ${isBeside ? "person" : "thing"}? If it is a record's id, leave it out, or all but the first count as repeats.`,
      ]
    : [];
}

/** The person is the worst thing to guess wrong. */
function whoFaults(kind: Kind, sample: unknown): string[] {
  const { payloads, source, file, guess } = kind;
  const { email } = guess;
  if (email === undefined) return subjectFaults(guess);
  const addresses = leavesOf(sample).filter(({ value }) => typeof value === "string" && isEmail(value));
  const taken = addresses.find((leaf) => keyOf(leaf) === keyOf(email))?.value;
  const others = addresses.filter(({ value }) => value !== taken).map(placeOf);
  const edits = `If it is another, also edit required in schemas/sources/${source}/${file}.json, and the address in test/sources/${source}.test.ts.`;
  const questions = [
    ...(others.length === 0 ? [] : [`is it this person, and not ${others.join(" or ")}?`]),
    ...(isOfOthers(email) ? [`is it ${placeOf(email)}? Its name suggests somebody else.`] : []),
    ...firstFaults(email, payloads),
  ];
  return questions.map((question, index) => (index === 0 ? `${question} ${edits}` : question));
}

function subjectFaults({ subject, link }: Kind["guess"]): string[] {
  if (link !== undefined)
    return [
      `the sender posts only a link, ${placeOf(link)}, and no data. Who it is about would have to be fetched from there, which ycat does not do: see docs/sources.md, "A sender that posts only a link".`,
    ];
  return subject === undefined
    ? ["no person was found."]
    : [`no e-mail was found: it is about ${placeOf(subject)}, which is not a person.`];
}

function firstFaults(leaf: Leaf, payloads: readonly Payload[]): string[] {
  const list = listDepth(leaf);
  if (list === undefined || itemAt(leaf.path[list] ?? "") !== "first") return [];
  const listIn = (payload: Payload) => [valueAt(payload, leaf.path.slice(0, list))].flat();
  if (payloads.some((payload) => listIn(payload).length > 1))
    return ["is it the first in this list? There are several, and nothing marks the right one."];
  return isOneOfAddresses(leaf) ? [] : ["does this list never have more than one? Only the first is taken."];
}

/** The time at which a record was made is that of its first event alone. */
function recordTimeFaults({ name, guess: { time, email } }: Kind): string[] {
  const holder = time?.path.slice(0, -1) ?? [];
  const isOfPerson = holder.length > 0 && holder.every((step, depth) => step === email?.path[depth]);
  if (time === undefined || !isOfPerson || !isOfMaking(time) || OF_NEW.test(name)) return [];
  return [
    `is ${placeOf(time)} when this happened, and not when the record was made? If not, use the member that says when, or undefined with neverWaits for the time of the signature.`,
  ];
}

/** Kinds of which a record is made. */
const OF_NEW = /creat|new|add|regist|sign|submi|subscri|join|opt|lead|form|book|order|place|invit/i;

const MOST_ZONELESS = 3;
const WITHOUT_ZONE = /^(?:\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{4})[T ]\d\d?:\d\d[:\d.]*(?: ?[ap]m)?$/i;

/** A missing or doubtful time; nobody can tell what a time without a zone means. */
function timeFaults({ guess: { time } }: Kind, sample: unknown): string[] {
  if (time !== undefined && isUtcByName(time)) return [];
  const places = leavesOf(sample)
    .filter((leaf) => WITHOUT_ZONE.test(String(leaf.value)) && (time === undefined || keyOf(leaf) !== keyOf(time)))
    .slice(0, MOST_ZONELESS)
    .map(placeOf)
    .join(", ");
  if (places === "") return time === undefined ? ["no time of the event was found."] : [];
  const zoneless = `These have no zone; append a Z to one that is in UTC: ${places}.`;
  return [`${time === undefined ? "no time of the event was found." : "is this when it happened?"} ${zoneless}`];
}

/** Members of the event's schema that the mapping lacks, and members that come from nothing in the payload. */
function dataFaults({ payloads, guess, event: { type, schema, fields, constants } }: Kind): string[] {
  const properties: Readonly<Record<string, unknown>> = Object(Object(schema).properties);
  const told = new Set([
    "email",
    ...fields.flatMap(({ name, isWholeName }) => (isWholeName === true ? NAMES : [name])),
    ...Object.keys(constants),
  ]);
  const open = Object.keys(properties).filter((name) => !told.has(name));
  const isToEdit = (name: string) => constants[name] === TO_EDIT;
  const made = Object.keys(constants).filter((name) => !isToEdit(name));
  const read = [
    guess.id,
    guess.idDoubt?.leaf,
    guess.time,
    guess.email,
    guess.subject,
    ...fields.map(({ leaf }) => leaf),
  ];
  const isRead = new Set(read.flatMap((leaf) => (leaf === undefined ? [] : [keyOf(leaf)])));
  const unread = commonLeaves(payloads).filter((leaf) => !isRead.has(keyOf(leaf)));
  const perhaps = (member: string) => {
    const ids = formIdsIn(unread, payloads, member).map(placeOf);
    return ids.length === 0 ? "" : ` Or is it ${ids.join(" or ")}?`;
  };
  const place = (name: string) => configurationOf(properties[name]) ?? "functions/configuration";
  return [
    ...toEdit(Object.keys(constants).filter(isToEdit), properties, type),
    ...made.map(
      (name) =>
        `${name} is "${constants[name]}" in every event: ${place(name)} says what is done for it.${perhaps(name)}`,
    ),
    ...fields.flatMap((field) => fieldFaults(field, properties[field.name], type, payloads)),
    ...(open.length > 0 ? [`not found for ${type}: ${open.join(", ")}.`] : []),
  ];
}

/** What is doubtful about a value that is taken, by the event's schema of it. */
function fieldFaults(
  { name, leaf, isElsewhere }: Field,
  property: unknown,
  type: string,
  payloads: readonly Payload[],
): string[] {
  const values = [...new Set(payloads.map((payload) => valueAt(payload, leaf.path)))];
  const { enum: words }: { enum?: readonly unknown[] } = Object(property);
  const unknown = words === undefined ? [] : values.filter((value) => !words.includes(value));
  const file = configurationOf(property);
  const keys = file === undefined ? [] : Object.keys(JSON.parse(readFileSync(join(root, file), "utf8")));
  const unset = file === undefined ? [] : values.filter((value) => !keys.includes(String(value)));
  return [
    ...(unknown.length === 0
      ? []
      : [
          `${name} is ${quoted(unknown)} in ${placeOf(leaf)}, but one of ${words?.join(", ")} in ${type}: map it to the one that is meant; until then the build refuses the sample.`,
        ]),
    ...(unset.length === 0
      ? []
      : [
          `${name} is ${quoted(unset)} in ${placeOf(leaf)}, for which ${file} has no entry: add it, or nothing is done for it.`,
        ]),
    ...(isElsewhere === true ? [`is ${name} ${placeOf(leaf)}? It is not beside the person's other members.`] : []),
    ...(isOfConsent(leaf)
      ? [
          `is ${name} a consent? It is passed on in the sender's words, and no handler acts on it: publish contact.subscribed or contact.unsubscribed for that.`,
        ]
      : []),
  ];
}

/** The file whose keys a member's values are, by its description. */
function configurationOf(property: unknown): string | undefined {
  return /a key of (functions\/configuration\/[\w-]+\.json)/.exec(String(Object(property).description))?.[1];
}

function quoted(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ");
}

/** Names everything that is missing at once, with its allowed words. */
function toEdit(names: readonly string[], properties: Readonly<Record<string, unknown>>, type: string): string[] {
  if (names.length === 0) return [];
  const each = names.map((name) => {
    const words: unknown = Object(properties[name]).enum;
    return Array.isArray(words) ? `${name} (one of ${words.join(", ")})` : name;
  });
  return [
    `${type} requires ${each.join(" and ")}, but nothing in the payload has that name: replace "${TO_EDIT}"; until then the build refuses the sample.`,
  ];
}

/** As it would be written if nothing on the way to it could be missing. */
function placeOf(leaf: Leaf): string {
  return placeCode(leaf, undefined);
}
