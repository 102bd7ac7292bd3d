import { isEmail, normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { parseTime } from "../../../functions/runtime/reading/time.ts";
import { differs, type IdDoubt, isDoubtfulId } from "./ids.ts";
import { kindOfPayload, type KindPlace } from "./kind.ts";
import {
  areMembersOfOne,
  commonLeaves,
  itemAt,
  keyOf,
  type Leaf,
  leavesOf,
  listDepth,
  ONLY,
  type Payload,
  VALUES,
} from "./leaves.ts";

/** Guesses from the payloads of one kind: who, when, and which. Each value is in all of them. */
export interface Guess {
  readonly email?: Leaf | undefined;
  readonly time?: Leaf | undefined;
  readonly id?: Leaf | undefined;
  /** If no id was found: one that may be. */
  readonly idDoubt?: IdDoubt | undefined;
  /** What the event is about if it is not a person. */
  readonly subject?: Leaf | undefined;
}

/** Names of ids of the occurrence. A record's id would be the same at its next change. */
const EVENT_ID = /(?:^|_)(?:event|delivery|submission|response|entry|unique|transmission)_?id$/i;
const OWN_ID = /^(?:id|uuid)$/i;
/** Of the occasion that a registration is for: the same for all of its guests. */
const OCCASION_ID = /^event_?id$/i;
const ABOUT_OCCASION = /^event[-_]?(?:name|title|start|end|date|url|slug|location|venue)/i;
const TIME =
  /^(?:at|ts|time|timestamp|date|created|updated|occurred|submitted)|(?:_at|At|_ts|[_a-z][Tt]ime|[_a-z][Tt]imestamp|[_a-z][Dd]ate|_on)$/;
/** The time of sending, which many senders renew at each retry. */
const TOLD = /sent|deliver|dispatch|attempt|retr(?:y|ied)|publish|received/i;
/** Times of what is yet to be, or of something other than the event. */
const NO_TIME = /start|(?<!s)end|expir|due|birth|zone|until|webhook/i;
const SUBJECT = /customer|account|company|order|subscription|member/i;

/** @param kind where the webhook says its kind */
export function guess(payloads: readonly Payload[], kind: KindPlace | undefined): Guess {
  const said = kind !== undefined && "paths" in kind ? kind.paths.map((path) => keyOf({ path })) : [];
  const leaves = commonLeaves(payloads).filter((leaf) => !said.includes(keyOf(leaf)));
  const email = best(leaves, rankEmail);
  const plain = leaves.filter((leaf) => listDepth(leaf) === undefined);
  const kinds = payloads.map((payload) =>
    kindOfPayload(payload, kind)
      .toLowerCase()
      .replaceAll(/[^a-z]/g, ""),
  );
  const time = ofChange(
    best(plain, (leaf) => rankTime(leaf, kinds)),
    plain,
    payloads,
  );
  // If the kind is in a header, the body is a record, whose id is the same in each of its kinds.
  const isRecord = kind !== undefined && "header" in kind;
  const candidates = plain.filter((leaf) => isWhole(leaf) && !isOfOther(leaf, plain));
  const isOfPerson = isRecord || email?.path.length === 1;
  const idIn = (ids: readonly Leaf[]) =>
    best(ids, (leaf) => (leaf.path.length === 1 ? rankId(lastOf(leaf.path), isOfPerson) : undefined)) ??
    ids.find((leaf) => isIdBeside(leaf, time, email) || isBesideKind(leaf, kind));
  const id =
    idIn(candidates.filter((leaf) => differs(leaf, payloads) !== false)) ??
    candidates.find((leaf) => isDoubtfulId(leaf) && differs(leaf, payloads) === true);
  const doubtful = id === undefined ? (idIn(candidates) ?? candidates.find(isDoubtfulId)) : undefined;
  const rest = plain.filter((leaf) => leaf !== id && leaf !== time);
  return {
    email,
    time,
    id,
    idDoubt: doubtful && { leaf: doubtful, why: differs(doubtful, payloads) === undefined ? "alone" : "same" },
    subject: email === undefined ? (best(rest, rankSubject) ?? id) : undefined,
  };
}

/** The leaf with the lowest rank, and among these the one that is nested least. */
function best(leaves: readonly Leaf[], rank: (leaf: Leaf) => number | undefined): Leaf | undefined {
  const ranked = leaves.flatMap((leaf) => {
    const ranking = rank(leaf);
    return ranking === undefined ? [] : [{ leaf, order: ranking * 100 + leaf.path.length }];
  });
  return ranked.toSorted((one, other) => one.order - other.order)[0]?.leaf;
}

/** Roles whose address is not that of the person concerned, what was before, and what describes a form or a sender. */
const OTHERS = new RegExp(
  [
    /organi[sz]er|host|owner|sender|^from$|creator|agent|assignee|author|seller|merchant|staff|admin|actor/,
    /manager|supervisor|emergency|guardian|friend|referr?er|^reply/,
    /(?<!submitt|register|book)ed_?by(?:$|[-_]|e?mail|name)|^b?cc(?:$|[-_]|full|email|address)/,
    /^(?:prev(?:ious)?|old|former|before)(?:$|[-_]|email|value|data)|structure|definition|settings|^config/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
);
/** Whether it is said of somebody or something other than the person concerned. */
export function isOfOthers({ path }: Pick<Leaf, "path">): boolean {
  return path.some((step) => OTHERS.test(step));
}

/** These have an @ too, and are nobody's address. */
const OF_MESSAGE = /(?:message|msg)[-_]?id|in[-_]?reply[-_]?to|references/i;

function rankEmail({ path, value, type = "" }: Leaf): number | undefined {
  const isCalled = (name: RegExp) => namesOf(path).some((one) => name.test(one));
  if (!isEmail(normaliseEmail(value)) || isCalled(OF_MESSAGE)) return undefined;
  const isSaid = isCalled(/^e[-_ ]?mail(?:[-_ ]?address)?$/i) || /mail/i.test(type);
  const rank = isSaid ? 0 : isCalled(/mail/i) ? 1 : 2;
  return isOfOthers({ path }) ? rank + 3 : rank;
}

/** What a value is called; within a list also by its label, and as the list is: `email: [{ "label": "work", "value": … }]`. */
function namesOf(path: readonly string[]): string[] {
  const [last = "", holder = "", list = ""] = path.filter((step) => step !== ONLY).toReversed();
  const item = itemAt(holder);
  if (item === undefined) return VALUES.includes(last) ? [last, holder] : [last];
  return item === "first" ? [last, list] : [last, item.text, list];
}

/** @param kinds in letters: of `ticket.sold` the time is `sold_at`, and not `listed_at` */
function rankTime({ path, value }: Leaf, kinds: readonly string[] = []): number | undefined {
  const name = lastOf(path);
  if (typeof value === "boolean" || NO_TIME.test(name)) return undefined;
  if (parseTime(value) === undefined) return isUtcByName({ path, value }) ? 1 : undefined;
  // A signature's time is that of the attempt, as Mailgun has it.
  if (TIME.test(name)) return TOLD.test(name) || path.includes("signature") ? 1 : isOfKind(name, kinds) ? OF_KIND : 0;
  return typeof value === "string" && /\D/.test(value) ? 2 : undefined;
}

/** Decides between times that are nested equally. */
const OF_KIND = -0.005;

function isOfKind(name: string, kinds: readonly string[]): boolean {
  const [, done = ""] = /^([a-z]{4,})(?:_at|At|_on|On)$/.exec(name) ?? [];
  return done !== "" && kinds.length > 0 && kinds.every((kind) => kind.includes(done));
}

/** Of a record that was changed after it was made, the time of the change: `created_at` may be years old. */
function ofChange(time: Leaf | undefined, leaves: readonly Leaf[], payloads: readonly Payload[]): Leaf | undefined {
  if (time === undefined || !/creat/i.test(lastOf(time.path))) return time;
  const changed = leaves.find(
    (leaf) => CHANGED.test(lastOf(leaf.path)) && areMembersOfOne(leaf, time) && rankTime(leaf) !== undefined,
  );
  const at = (leaf: Leaf | undefined, told: readonly Leaf[]) => {
    const value = told.find((one) => leaf !== undefined && keyOf(one) === keyOf(leaf))?.value;
    return parseTime(value) ?? parseTime(`${value}Z`) ?? Number.NaN;
  };
  const isLater = payloads
    .map((payload) => leavesOf(payload))
    .some((told) => at(changed, told) - at(time, told) > MOMENT_MS);
  return isLater ? changed : time;
}

const CHANGED = /^(?:date_?|last_?)?(?:updated|modified|changed|edited)/i;
/** What storing a new record may take. */
const MOMENT_MS = 60_000;

/** A time whose zone only its name tells: `date_created_gmt`. */
export function isUtcByName({ path, value }: Leaf): boolean {
  return /gmt|utc/i.test(lastOf(path)) && parseTime(value) === undefined && parseTime(`${value}Z`) !== undefined;
}

/** The latest past time in a payload, in milliseconds; undefined where it has none. */
export function latestTime(payload: Payload): number | undefined {
  const told = leavesOf(payload).filter((leaf) => PAST.test(lastOf(leaf.path)) && rankTime(leaf) !== undefined);
  const times = told.flatMap(({ value }) => parseTime(value) ?? []).filter((at) => at <= Date.now());
  return times.length === 0 ? undefined : Math.max(...times);
}

const PAST =
  /(?:creat|regist|submit|occur|updat|cancel|complet|sent|deliver|sign|paid|attend|join).*(?:_at|At|_on|_ts|[Tt]ime)$/;

function rankId(name: string, isRecord: boolean): number | undefined {
  if (EVENT_ID.test(name) || name === "messageId") return 0; // Segment's; elsewhere several events may belong to one message
  return OWN_ID.test(name) && !isRecord ? 1 : undefined;
}

function isWhole({ value }: Leaf): boolean {
  return value !== "" && !(typeof value === "number" && !Number.isSafeInteger(value));
}

/** Whether it is the id of an occasion, of a mail, or of the record that is in the payload, as Pipedrive has it in `meta`. */
function isOfOther(leaf: Leaf, leaves: readonly Leaf[]): boolean {
  const name = lastOf(leaf.path);
  if (name === "messageId" && String(leaf.value).includes("@")) return true;
  const others = leaves.filter((other) => other !== leaf);
  if (OCCASION_ID.test(name))
    return others.some((other) => areMembersOfOne(leaf, other) && ABOUT_OCCASION.test(lastOf(other.path)));
  return OWN_ID.test(name) && others.some(({ path, value }) => OWN_ID.test(lastOf(path)) && value === leaf.value);
}

/** Names of objects that hold the affected record. */
const RECORD = /^(?:data|object|entity|resource|detail|record|item|links)$/i;

const RECORD_ID = /^(?:object|entity|record|resource)_?id$/i;

function rankSubject({ path, value }: Leaf): number | undefined {
  const isKey = (typeof value === "string" && /^[\w-]{1,100}$/.test(value)) || Number.isSafeInteger(value);
  const name = lastOf(path);
  // The webhook's own subscription id is always the same.
  if (!isKey || TIME.test(name) || (/^subscription_?id$/i.test(name) && !RECORD.test(path.at(-2) ?? "")))
    return undefined;
  if (typeof value === "string" && SUBJECT.test(name)) return 0;
  if ((OWN_ID.test(name) && RECORD.test(path.at(-2) ?? "")) || RECORD_ID.test(name)) return 1;
  return typeof value === "string" && /user/i.test(name) ? 2 : undefined; // mostly the actor
}

function isBesideKind({ path }: Leaf, kind: KindPlace | undefined): boolean {
  const isHere = (other: readonly string[]) => areMembersOfOne({ path: other }, { path });
  return (
    OWN_ID.test(lastOf(path)) && path.length > 1 && kind !== undefined && "paths" in kind && kind.paths.some(isHere)
  );
}

const ABOUT_EVENT = /^(?:event|event[-_]?data|meta|payload|notification|message|delivery|submission|response)$/i;

/**
 * An id in an object that wraps the event: the object also has the time, and is no person's record, whose id would
 * always be the same.
 */
function isIdBeside({ path }: Leaf, time: Leaf | undefined, email: Leaf | undefined): boolean {
  const isHere = (leaf: Leaf | undefined) => leaf?.path.length === 2 && path.length === 2 && leaf.path[0] === path[0];
  const isOfEvent = OWN_ID.test(lastOf(path)) && ABOUT_EVENT.test(path[0] ?? "");
  return isOfEvent && isHere(time) && (!isHere(email) || /data$/i.test(path[0] ?? ""));
}

function lastOf(path: readonly string[]): string {
  return path.at(-1) ?? "";
}
