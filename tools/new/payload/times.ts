import { parseTime } from "../../../functions/runtime/reading/time.ts";
import { best } from "./best.ts";
import { wordsOf } from "../names.ts";
import { areMembersOfOne, keyOf, lastOf, type Leaf, leavesOf, type Payload } from "./leaves.ts";

export const TIME =
  /^(?:at|ts|time|timestamp|date|created|updated|occurred|submitted)|(?:_at|At|_ts|[_a-z][Tt]ime|[_a-z][Tt]imestamp|[_a-z][Dd]ate|_on|[a-z]Created)$/;
/** Of the sending, which many senders renew at each retry. */
export const RENEWED = /sent|deliver|dispatch|attempt|retr(?:y|ied)|publish|received/i;
/** Times of what is yet to be, or of something other than the event. */
const NO_TIME = /start|(?<!s)end|expir|due|birth|zone|until|webhook/i;

/**
 * When it happened.
 * @param kinds of the payloads
 */
export function timeIn(
  leaves: readonly Leaf[],
  payloads: readonly Payload[],
  kinds: readonly string[],
): Leaf | undefined {
  const spelled = kinds.map((kind) => kind.toLowerCase().replaceAll(/[^a-z]/g, ""));
  const time = best(leaves, (leaf) => rankTime(leaf, spelled));
  return ofChange(time, leaves, payloads);
}

/** @param kinds in letters: of `ticket.sold` the time is `sold_at`, and not `listed_at` */
function rankTime({ path, value }: Leaf, kinds: readonly string[] = []): number | undefined {
  const name = lastOf(path);
  if (typeof value === "boolean" || NO_TIME.test(name)) return undefined;
  if (parseTime(value) === undefined) return isUtcByName({ path, value }) ? 1 : undefined;
  if (!TIME.test(name)) return typeof value === "string" && /\D/.test(value) ? 2 : undefined;
  // A signature's time is that of the attempt, as Mailgun has it.
  if (RENEWED.test(name) || path.includes("signature")) return 1;
  if (isOfKind(name, kinds)) return OF_KIND;
  return isOfEvent(name) ? OF_EVENT : 0;
}

/** These decide between times that are nested equally. */
const [OF_KIND, OF_EVENT] = [-0.005, -0.003];

/** Not of a record: Pipedrive's `meta.timestamp`, and not `data.add_time`. */
function isOfEvent(name: string): boolean {
  return /^(?:event_?)?(?:ts|timestamp)$|^occurred/i.test(name);
}

function isOfKind(name: string, kinds: readonly string[]): boolean {
  const [, done = ""] = /^([a-z]{4,})(?:_at|At|_on|On)$/.exec(name) ?? [];
  return done !== "" && kinds.length > 0 && kinds.every((kind) => kind.includes(done));
}

/** Of a record that was changed after it was made, the time of the change: `created_at` may be years old. */
function ofChange(time: Leaf | undefined, leaves: readonly Leaf[], payloads: readonly Payload[]): Leaf | undefined {
  if (time === undefined || !isOfMaking(time)) return time;
  const changed = leaves.find(
    (leaf) => isOfChange(leaf) && areMembersOfOne(leaf, time) && rankTime(leaf) !== undefined,
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

/** Whether it says when a record was made: `created_at`, `add_time`, `date_entered`. */
export function isOfMaking({ path }: Pick<Leaf, "path">): boolean {
  return wordsOf(lastOf(path)).some((word) => /creat|^(?:add(?:ed)?|insert(?:ed)?|entered)$/.test(word));
}

/** Whether it says when a record was changed: `updated_at`, `date_modified`. */
export function isOfChange({ path }: Pick<Leaf, "path">): boolean {
  return CHANGED.test(lastOf(path));
}

const CHANGED = /^(?:date_?|time_?|last_?)?(?:updat|modif|chang|edit)/i;
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
