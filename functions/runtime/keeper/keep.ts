import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Usage } from "../define/usage.ts";
import { percentOf, type Thresholds } from "../outage/allowance.ts";
import { LABELS, type Pause, pausedLabels, pauseOf, resumedLabels, WAITS, type Waits } from "../outage/labels.ts";
import type { Labels, Subscriptions, SubscriptionState } from "../pubsub/subscriptions.ts";
import { type Backlogs, isCovered } from "./backlog.ts";
import type { KeptHandler } from "./handlers.ts";
import { errorCode } from "../safe-error.ts";

/**
 * Asks a system whether it answers; resolves with what it says of the day's calls, and rejects where it does not
 * answer.
 */
export type Probe = () => Promise<Usage | undefined>;

interface KeeperContext {
  readonly handlers: readonly KeptHandler[];
  readonly subscriptions: Subscriptions;
  /** By system. */
  readonly probes: ReadonlyMap<string, Probe>;
  readonly thresholds: Thresholds;
  /** Undefined where the backlog is not considered. */
  readonly backlog?: { readonly share: number; readonly count: () => Promise<Backlogs> } | undefined;
  /** A spent allowance waits for the longest of these: asking about it costs a call of it. */
  readonly waits?: Waits;
  readonly clock: Clock;
  readonly log: Log;
}

export type Kept =
  | { readonly state: "running" }
  | { readonly state: "unknown"; readonly why: string }
  | (Omit<Pause, "since" | "until"> & { readonly state: "paused"; readonly since: string; readonly until?: string });

/**
 * Looks at every handler's subscription once, and resumes those that were paused for an outage or a spent allowance if
 * the system says that it is over, and those whose pause by a person has ended. It asks each system at most once, and
 * only systems that a paused handler waits for. It keeps no state: a killed run, or two at once, do no harm.
 */
export async function keep(context: KeeperContext): Promise<Readonly<Record<string, Kept>>> {
  const seen = lookOnce(context);
  const kept = await Promise.all(
    context.handlers.map(async (handler) => [handler.name, await keepOne(handler, seen, context)] as const),
  );
  context.log.info("keeper ran", { event: "keeper ran", count: kept.length });
  return Object.fromEntries(kept);
}

/** What one run sees of the world besides subscriptions: each thing once, and only on demand. */
interface Seen {
  answer(system: string): Promise<Answer>;
  /** Empty where the backlog is unknown. */
  backlogs(count: () => Promise<Backlogs>): Promise<Backlogs>;
}

function lookOnce({ probes, log }: KeeperContext): Seen {
  const answers = new Map<string, Promise<Answer>>();
  let counted: Promise<Backlogs> | undefined;
  return {
    answer(system) {
      const answer = answers.get(system) ?? probed(probes.get(system));
      answers.set(system, answer);
      return answer;
    },
    backlogs: (count) =>
      (counted ??= count().catch((error: unknown) => {
        log.warning("backlog can't be counted", { system: "monitoring", reason: errorCode(error) });
        return new Map();
      })),
  };
}

interface Answer {
  readonly isUp: boolean;
  readonly usage?: Usage | undefined;
}

async function probed(probe: Probe | undefined): Promise<Answer> {
  // A system without a probe can only be tried.
  if (probe === undefined) return { isUp: true };
  return probe().then(
    (usage) => ({ isUp: true, usage }),
    () => ({ isUp: false }),
  );
}

async function keepOne(handler: KeptHandler, seen: Seen, context: KeeperContext): Promise<Kept> {
  const { subscriptions, clock, log: keeperLog, waits = WAITS } = context;
  const { subscription, push } = handler;
  const log = keeperLog.with({ handler: handler.name });
  try {
    const state = await subscriptions.get(subscription);
    const pause = pauseOf(state, push !== undefined);
    if (pause === undefined) {
      // It was resumed by something else, such as a deployment, which left its labels; these would be taken for those
      // of the next pause.
      if (LABELS.since in (state.labels ?? {})) await resume(handler, state, context);
      return { state: "running" };
    }
    const next = await decide(pause, handler, seen, context);
    if (next === "resume") {
      if (!(await resume(handler, state, context))) return told(pause);
      log.warning("handler resumed", { event: "handler resumed", ...fieldsOf(pause) });
      return { state: "running" };
    }
    log.warning("handler is paused", { event: "handler paused", ...fieldsOf(pause) });
    if (next === "wait") return told(pause);
    const longer = { ...pause, until: clock.now() + waits.longestMs };
    const labels = pausedLabels(state.labels ?? {}, longer);
    return told((await change(handler, state, { pushConfig: {}, labels }, context)) ? longer : pause);
  } catch (error) {
    const why = errorCode(error);
    log.error("subscription can't be kept", { system: "pubsub", reason: why });
    return { state: "unknown", why };
  }
}

type Next = "resume" | "wait" | "wait longer";

async function decide(
  { by, system, until = 0 }: Pause,
  handler: KeptHandler,
  seen: Seen,
  context: KeeperContext,
): Promise<Next> {
  const isDue = context.clock.now() >= until;
  if (by === "refusals") return "wait";
  if (by === "person") return until > 0 && isDue ? "resume" : "wait";
  if (!isDue) return "wait";
  // A label edited by hand may name a system that the handler does not use: then all of its systems must answer.
  const asked = handler.systems.includes(system) ? [system] : handler.systems;
  const answers = await Promise.all(asked.map(async (one) => ({ system: one, ...(await seen.answer(one)) })));
  for (const { system: one, usage } of answers) {
    if (usage !== undefined && !(await isEnough(by, one, usage, { handler, seen, context }))) return "wait longer";
  }
  if (answers.every(({ isUp }) => isUp)) return "resume";
  return by === "allowance" ? "wait longer" : "wait";
}

interface Asking {
  readonly handler: KeptHandler;
  readonly seen: Seen;
  readonly context: KeeperContext;
}

/**
 * Whether enough calls are left for the handler to go on. At `stop` and above there are not. A pause for the allowance
 * ends below `resume`, or earlier if the remaining calls cover what waits; any other pause only needs usage below
 * `stop`.
 */
async function isEnough(
  by: Pause["by"],
  system: string,
  usage: Usage,
  { handler, seen, context: { handlers, thresholds, backlog } }: Asking,
): Promise<boolean> {
  const threshold = thresholds[handler.priority];
  const percent = percentOf(usage);
  if (percent >= threshold.stop) return false;
  if (by !== "allowance" || percent < threshold.resume) return true;
  if (backlog === undefined) return false;
  const backlogs = await seen.backlogs(backlog.count);
  return isCovered(handler, system, usage, { handlers, threshold, share: backlog.share, backlogs });
}

/** False if it was changed meanwhile. */
async function resume(handler: KeptHandler, state: SubscriptionState, context: KeeperContext): Promise<boolean> {
  const labels = resumedLabels(state.labels ?? {}, context.clock.now());
  return change(handler, state, { pushConfig: handler.push ?? {}, labels }, context);
}

/** Changes it only if it is still as it was read: a person, or another keeper, may have been faster. */
async function change(
  { subscription }: KeptHandler,
  before: SubscriptionState,
  after: { readonly pushConfig: Readonly<Record<string, unknown>>; readonly labels: Labels },
  { subscriptions }: KeeperContext,
): Promise<boolean> {
  if (!isSame(before, await subscriptions.get(subscription))) return false;
  await subscriptions.patch(subscription, after);
  return true;
}

function isSame(one: SubscriptionState, other: SubscriptionState): boolean {
  const comparable = ({ pushConfig, labels = {} }: SubscriptionState) => ({
    ...labels,
    endpoint: pushConfig?.pushEndpoint,
  });
  return isDeepStrictEqual(comparable(one), comparable(other));
}

function told({ since, until, ...pause }: Pause): Kept {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  return { state: "paused", ...pause, since: time(since), ...(until === undefined ? {} : { until: time(until) }) };
}

function fieldsOf({ why, system, by, since }: Pause) {
  return { why, system, by, since: new Date(since).toISOString() };
}
