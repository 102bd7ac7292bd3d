import { pausedLabels, pauseOf, resumedLabels, timesInRow } from "../../../functions/runtime/outage/labels.ts";
import type { Labels, SubscriptionState } from "../../../functions/runtime/pubsub/subscriptions.ts";
import { didYouMean } from "../../../functions/runtime/define/nearest.ts";
import { UsageError } from "../../core/problems.ts";
import type { PauseRequest, HandlerView, PausedView } from "../contract/handlers.ts";
import { BY_HAND } from "./words.ts";
import { durationMs } from "../../core/duration.ts";

/** The push configuration declared by Terraform, restored on resuming. */
interface PushConfig {
  readonly pushEndpoint: string;
  readonly oidcToken?: { readonly serviceAccountEmail: string; readonly audience: string };
}

export interface Handled {
  readonly name: string;
  readonly systems: readonly string[];
  /** Null for a batch handler, which pulls. */
  readonly push: PushConfig | null;
}

/** Handlers' subscriptions by handler name. */
interface Subscriptions {
  get(handler: string): Promise<SubscriptionState>;
  /** Changes both in one request. */
  patch(handler: string, change: { readonly pushConfig: object; readonly labels: Labels }): Promise<void>;
}

export interface Place {
  readonly handlers: readonly Handled[];
  readonly subscriptions: Subscriptions;
  readonly now: () => number;
}

/**
 * The handler with that name, or all that use the system with that name.
 * @throws UsageError
 */
function chosen(wanted: string, handlers: readonly Handled[]): readonly Handled[] {
  const found = handlers.filter(({ name, systems }) => name === wanted || systems.includes(wanted));
  if (found.length > 0) return found;
  const known = [...new Set([...handlers.flatMap(({ systems }) => systems), ...handlers.map(({ name }) => name)])];
  throw new UsageError(`There is no handler and no system ${wanted}; ${didYouMean(wanted, known)}`);
}

/**
 * Pauses a handler, or all that use a system, as a manual pause: the keeper then leaves them alone, whatever they were
 * paused for.
 * @returns their names
 */
export async function pause(
  wanted: string,
  { for: duration, because }: PauseRequest,
  place: Place,
): Promise<readonly string[]> {
  const ms = duration === undefined ? undefined : readPauseMs(duration, "for");
  const [found, now] = [chosen(wanted, place.handlers), place.now()];
  for (const { name, push } of found) {
    const state = await place.subscriptions.get(name);
    const before = pauseOf(state, push !== null);
    const labels = pausedLabels(state.labels ?? {}, {
      by: "person",
      why: because ?? BY_HAND,
      system: "person",
      since: before?.since || now,
      ...(ms !== undefined && { until: now + ms }),
      times: before?.times ?? timesInRow(state.labels, now),
    });
    await place.subscriptions.patch(name, { pushConfig: {}, labels });
  }
  return found.map(({ name }) => name);
}

/**
 * Resumes a handler, or all paused ones that use a system.
 * @returns the names of those that were paused
 */
export async function resume(wanted: string, place: Place): Promise<readonly string[]> {
  const resumed: string[] = [];
  for (const { name, push } of chosen(wanted, place.handlers)) {
    const state = await place.subscriptions.get(name);
    if (pauseOf(state, push !== null) === undefined) continue;
    const labels = resumedLabels(state.labels ?? {}, place.now());
    await place.subscriptions.patch(name, { pushConfig: push ?? {}, labels });
    resumed.push(name);
  }
  return resumed;
}

/** Subscriptions retain messages for 31 days: a longer pause would lose some. */
const LONGEST_DAYS = 30;

/**
 * Parses a pause's duration.
 * @throws UsageError
 */
export function readPauseMs(text: string, name: string): number {
  const ms = durationMs(text) ?? 0;
  if (ms === 0) throw new UsageError(`${name} is "${text}", which is no duration: 30m, 2h or 3d are.`);
  if (ms > LONGEST_DAYS * 86_400_000)
    throw new UsageError(
      `${name} is "${text}": ${LONGEST_DAYS}d is the longest, since messages are kept for 31 days and then lost.`,
    );
  return ms;
}

/** Message counts of a handler. */
type Counts = Pick<HandlerView, "backlog" | "oldestSeconds" | "deadLetters" | "perMinute">;

export function viewOf({ name, systems, push }: Handled, state: SubscriptionState, counts: Counts): HandlerView {
  return { name, systems, isBatch: push === null, paused: pausedView(state, push !== null), ...counts };
}

function pausedView(state: SubscriptionState, isPushed: boolean): PausedView | null {
  const paused = pauseOf(state, isPushed);
  if (paused === undefined) return null;
  const { why, system, by, since, until, times } = paused;
  const timeOf = (ms: number) => (ms === 0 ? null : new Date(ms).toISOString());
  return { why, system, by, since: timeOf(since), until: timeOf(until ?? 0), times };
}
