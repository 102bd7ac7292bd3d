import type { Labels, SubscriptionState } from "../pubsub/subscriptions.ts";

/**
 * A paused subscription says so itself: an empty push configuration stops it, and its labels say why and until when.
 * https://cloud.google.com/pubsub/docs/labels: lower-case letters, digits, `_` and `-`, at most 63.
 */
export const LABELS = {
  since: "paused-since",
  why: "paused-why",
  system: "paused-system",
  by: "paused-by",
  until: "paused-until",
  times: "paused-times",
  resumed: "resumed-at",
} as const;

/**
 * Who resumes it. `outage`: the keeper, when the system answers its probe. `allowance`: the keeper, when enough calls
 * are left. `refusals`: a person, since waiting does not fix what the system refuses. `person`: whoever paused it, or
 * the keeper at `until`.
 */
const PAUSED_BY = ["outage", "allowance", "refusals", "person"] as const;
type PausedBy = (typeof PAUSED_BY)[number];

export interface Pause {
  readonly by: PausedBy;
  /** The refusal's code, or a person's word for it: lower-cased and cut in the label. */
  readonly why: string;
  /** `salesforce`, `customerio`, `slack`; of a pause by hand `person`. */
  readonly system: string;
  /** Milliseconds since the epoch, as every time here; whole seconds in the labels. */
  readonly since: number;
  /** Not probed before this time; a pause by a person ends then. */
  readonly until?: number;
  /** How often it has been paused in a row, from 1: the wait grows with it. */
  readonly times: number;
}

/**
 * A handler that is paused again within this time waits longer: the first attempts after a long wait take up to ten
 * minutes each.
 */
const REMEMBERED_MS = 3600 * 1000;

/** The first wait and the longest; each doubles the one before. */
export interface Waits {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const WAITS: Waits = { firstMs: 60_000, longestMs: 15 * 60_000 };

/**
 * In an outage that the probe does not see, such as one of writes alone, each try takes one of the hundred deliveries
 * that Pub/Sub allows the first messages: half of them are spent at the longest wait, in some fifteen hours, and the
 * others last two more days.
 */
const HASTY_DELIVERIES = 50;

/**
 * How long a pause waits before the system is asked, by how often in a row it was paused and by its messages'
 * deliveries so far.
 */
export function waitMs(times: number, { firstMs, longestMs }: Waits = WAITS, deliveries = 1): number {
  if (deliveries > HASTY_DELIVERIES) return longestMs * 4;
  return Math.min(firstMs * 2 ** (Math.max(times, 1) - 1), longestMs);
}

/** The labels of a subscription that is being paused; other labels stay. */
export function pausedLabels(labels: Labels, { by, why, system, since, until, times }: Pause): Labels {
  return {
    ...foreign(labels),
    [LABELS.since]: seconds(since),
    [LABELS.why]: labelValue(why),
    [LABELS.system]: labelValue(system),
    [LABELS.by]: by,
    [LABELS.times]: String(times),
    ...(until === undefined ? {} : { [LABELS.until]: seconds(until) }),
  };
}

/** The labels of a subscription that is being resumed: how often it was paused in a row is remembered for an hour. */
export function resumedLabels(labels: Labels, now: number): Labels {
  return { ...foreign(labels), [LABELS.times]: labels[LABELS.times] ?? "1", [LABELS.resumed]: seconds(now) };
}

/** How often in a row a subscription that is paused now has been paused: 1 for the first time within an hour. */
export function timesInRow(labels: Labels = {}, now: number): number {
  const times = wholeNumber(labels[LABELS.times]);
  const resumed = wholeNumber(labels[LABELS.resumed]);
  if (times === undefined || resumed === undefined || now - resumed * 1000 > REMEMBERED_MS) return 1;
  return times + 1;
}

/** When it was resumed, if known. */
export function resumedAt(labels: Labels = {}): number | undefined {
  const resumed = wholeNumber(labels[LABELS.resumed]);
  return resumed === undefined ? undefined : resumed * 1000;
}

/**
 * What a subscription says of its pause; undefined for one that runs. A push subscription with an endpoint runs,
 * whatever its labels say; one without is paused, whatever they say, and if they can't be read, by a person.
 */
export function pauseOf({ pushConfig, labels = {} }: SubscriptionState, isPushed: boolean): Pause | undefined {
  const since = wholeNumber(labels[LABELS.since]);
  if (isPushed ? Boolean(pushConfig?.pushEndpoint) : labels[LABELS.since] === undefined) return undefined;
  const until = wholeNumber(labels[LABELS.until]);
  return {
    by: PAUSED_BY.find((by) => by === labels[LABELS.by]) ?? "person",
    why: labels[LABELS.why] ?? "unknown",
    system: labels[LABELS.system] ?? "person",
    since: (since ?? 0) * 1000,
    ...(until === undefined ? {} : { until: until * 1000 }),
    times: Math.max(1, wholeNumber(labels[LABELS.times]) ?? 1),
  };
}

function foreign(labels: Labels): Labels {
  const ours: readonly string[] = Object.values(LABELS);
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !ours.includes(name)));
}

/** `REQUEST_LIMIT_EXCEEDED` becomes `request_limit_exceeded`; characters that a label can't hold become dashes. */
export function labelValue(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]+/g, "-")
      .slice(0, 63) || "unknown"
  );
}

function seconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1000));
}

/** Labels can be edited by hand: anything but a number counts as absent. */
function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
