import { isEmail, normaliseEmail } from "../../../functions/runtime/define/email.ts";
import { parseTime } from "../../../functions/runtime/define/time.ts";
import { commonLeaves, type Leaf, leavesOf, listDepth, type Payload } from "./leaves.ts";

/** What the payloads of one kind seem to say: who, when, and which. Each is in all of them. */
export interface Guess {
  readonly email?: Leaf | undefined;
  readonly time?: Leaf | undefined;
  readonly id?: Leaf | undefined;
  /** What it is about where that is no person. */
  readonly subject?: Leaf | undefined;
}

const KINDS = [
  "type",
  "event",
  "event_type",
  "eventType",
  "kind",
  "action",
  "topic",
  "activityType",
  "object_type",
  "triggerType",
  "trigger_type",
  "webhookType",
  "eventName",
  "event_name",
];
const IDS = ["id", "event_id", "eventId", "uuid", "webhook_id", "delivery_id"];
const TIME = /^(?:at|time|timestamp|date|created|updated|occurred|submitted)|(?:_at|At|_ts|[_a-z][Tt]ime|_on)$/;
/** When somebody was told of it: anew at each retry, as many senders have it. */
const TOLD = /sent|deliver|dispatch|attempt|retr(?:y|ied)|publish|received/i;
/** When something is to be, or whose clock tells nothing of what happened. */
const NO_TIME = /start|end|expir|due|birth|zone|until/i;
const SUBJECT = /customer|account|user|company|order|subscription|member/i;

/** The member that says what kind a webhook is. */
export function guessKind(payloads: readonly Payload[]): string | undefined {
  return KINDS.find((name) => payloads.every((payload) => typeof payload[name] === "string" && payload[name] !== ""));
}

export function guess(payloads: readonly Payload[], kind: string | undefined): Guess {
  const leaves = commonLeaves(payloads).filter(({ path }) => path.length > 1 || path[0] !== kind);
  const email = best(leaves, rankEmail);
  const plain = leaves.filter((leaf) => listDepth(leaf) === undefined);
  const time = best(plain, rankTime);
  const id =
    best(plain, ({ path, value }) => (path.length === 1 && value !== "" ? rankId(lastOf(path)) : undefined)) ??
    plain.find((leaf) => isIdBeside(leaf, time, email));
  const rest = plain.filter((leaf) => leaf !== id && leaf !== time);
  return { email, time, id, subject: email === undefined ? (best(rest, rankSubject) ?? id) : undefined };
}

/** Of those that have a rank the one with the lowest, and of these the one that lies least deep. */
function best(leaves: readonly Leaf[], rank: (leaf: Leaf) => number | undefined): Leaf | undefined {
  const ranked = leaves.flatMap((leaf) => {
    const ranking = rank(leaf);
    return ranking === undefined ? [] : [{ leaf, order: ranking * 100 + leaf.path.length }];
  });
  return ranked.toSorted((one, other) => one.order - other.order)[0]?.leaf;
}

function rankEmail({ path, value }: Leaf): number | undefined {
  if (!isEmail(normaliseEmail(value))) return undefined;
  const name = lastOf(path);
  return /^e[-_]?mail$/i.test(name) ? 0 : /mail/i.test(name) ? 1 : 2;
}

function rankTime({ path, value }: Leaf): number | undefined {
  const name = lastOf(path);
  if (typeof value === "boolean" || parseTime(value) === undefined || NO_TIME.test(name)) return undefined;
  if (TIME.test(name)) return TOLD.test(name) ? 1 : 0;
  return typeof value === "string" && /\D/.test(value) ? 2 : undefined;
}

/** The latest time that a payload tells of what has been, in milliseconds; undefined where it has none. */
export function latestTime(payload: Payload): number | undefined {
  const told = leavesOf(payload).filter((leaf) => PAST.test(lastOf(leaf.path)) && rankTime(leaf) !== undefined);
  const times = told.flatMap(({ value }) => parseTime(value) ?? []).filter((at) => at <= Date.now());
  return times.length === 0 ? undefined : Math.max(...times);
}

const PAST =
  /(?:creat|regist|submit|occur|updat|cancel|complet|sent|deliver|sign|paid|attend|join).*(?:_at|At|_on|_ts|[Tt]ime)$/;

function rankId(name: string): number | undefined {
  const index = IDS.indexOf(name);
  if (index !== -1) return index;
  return /(?:_id|Id)$/.test(name) ? IDS.length : undefined;
}

function rankSubject({ path, value }: Leaf): number | undefined {
  const isKey = typeof value === "string" && /^[\w-]{1,100}$/.test(value);
  return isKey && SUBJECT.test(lastOf(path)) ? 0 : undefined;
}

/** Of an object that wraps what has happened: it says when, too, and is nobody's record, whose id would be the same each time. */
function isIdBeside({ path, value }: Leaf, time: Leaf | undefined, email: Leaf | undefined): boolean {
  const isBeside = (leaf: Leaf | undefined) => leaf?.path.length === 2 && path.length === 2 && leaf.path[0] === path[0];
  return value !== "" && IDS.includes(lastOf(path)) && isBeside(time) && !isBeside(email);
}

function lastOf(path: readonly string[]): string {
  return path.at(-1) ?? "";
}
