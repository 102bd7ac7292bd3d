import type { Clock } from "../../../../functions/runtime/clock.ts";
import type { Plan } from "../plans.ts";
import { pause } from "../../../core/clock.ts";
import { CommandError } from "../../../core/problems.ts";
import { type Outcome, replay, type ReplayOptions, ReplayStopped } from "../replaying.ts";
import { type Fates, isSettled, type Watch } from "./watch.ts";

/** How a replay is paced. */
export interface Pace {
  /** How many go first; the rest follows once these went well. 0: none. */
  readonly canary: number;
  /** The share of replayed letters that may fail again before it stops. */
  readonly stopAt: number;
  /** After this time, letters are assumed to be handled if nothing reports it. */
  readonly settleMs: number;
  /** Waits until the result of each letter is known. */
  readonly isAwaited: boolean;
}

interface PacedOptions extends ReplayOptions {
  readonly pace: Pace;
  readonly watch: Watch;
  /** Called about once a second. */
  readonly tell: (fates: Fates) => void;
}

const LOOK_EVERY_MS = 1000;

/**
 * Replays a canary, then the rest, and stops if too many fail again. What was sent stays sent; the rest stays in place.
 * @returns the known results, and the reason if it was stopped
 */
export async function replayPaced(
  plans: readonly Plan[],
  options: PacedOptions,
): Promise<{ readonly fates: Fates; readonly stopped: string | undefined }> {
  const { pace, watch, signal, clock } = options;
  const [stop, began] = [new AbortController(), clock.now()];
  const planOf = new Map(plans.map((plan) => [plan.letter, plan]));
  const ended = AbortSignal.any([signal, stop.signal]);
  let fates: Fates = { letters: 0, replayed: 0, handled: undefined, again: 0, retried: 0 };
  const see = async (isOver = false) => {
    const why = await (async () => {
      fates = await watch.see();
      options.tell(fates);
      return tooMany(fates, pace, isOver) ?? (await options.objections?.ask());
    })().catch(whyBlind);
    if (why !== undefined) stop.abort(new ReplayStopped(why));
    return fates;
  };
  const report = (outcome: Outcome) => {
    const plan = planOf.get(outcome.letter);
    if (OUT.has(outcome.outcome) && plan !== undefined) watch.add(plan, began);
    options.report(outcome);
  };
  const go = async (some: readonly Plan[]) => {
    const why = await replay(some, { ...options, signal: ended, report });
    if (why !== undefined) stop.abort(new ReplayStopped(why));
  };
  await see();
  const [first, rest] = [plans.slice(0, pace.canary), plans.slice(pace.canary)];
  if (first.length > 0) {
    await go(first);
    await settle(see, { ...options, signal: ended });
    await see(true);
  }
  await alongside(see, { clock, signal: ended }, () => go(rest));
  if (pace.isAwaited) await settle(see, { ...options, pace: { ...pace, settleMs: longest(pace, await see()) } });
  const { reason }: { reason: unknown } = stop.signal;
  return { fates: await see(), stopped: reason instanceof ReplayStopped ? reason.message : undefined };
}

const OUT: ReadonlySet<Outcome["outcome"]> = new Set(["replayed", "not acknowledged"]);

/** Without results, nothing more is sent. */
function whyBlind(error: unknown): string {
  if (error instanceof CommandError) return `stopped: ${error.message}`;
  throw error;
}

/** @param isOver counts what is still being retried as failed */
function tooMany({ again, retried, replayed }: Fates, { stopAt }: Pace, isOver: boolean): string | undefined {
  const failed = again + (isOver ? retried : 0);
  if (failed === 0 || failed <= stopAt * replayed) return undefined;
  return `stopped: ${failed} of the ${replayed} that are out fail again`;
}

/** If handling is reported, there is no time limit. */
function longest({ settleMs }: Pace, { handled }: Fates): number {
  return handled === undefined ? settleMs : Infinity;
}

/** Until all results are known, the time is up, or it is aborted. */
async function settle(
  see: () => Promise<Fates>,
  { clock, signal, pace }: Pick<PacedOptions, "clock" | "signal" | "pace">,
): Promise<void> {
  const end = clock.now() + pace.settleMs;
  while (!isSettled(await see()) && !signal.aborted && clock.now() < end) await pause(clock, LOOK_EVERY_MS, signal);
}

/** Polls while something else runs. */
async function alongside(
  see: () => Promise<Fates>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  act: () => Promise<void>,
): Promise<void> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const looking = (async () => {
    while (!either.aborted) {
      await pause(clock, LOOK_EVERY_MS, either);
      if (!either.aborted) await see();
    }
  })();
  await act().finally(() => done.abort());
  await looking;
}
