import type { Clock } from "../../../functions/runtime/clock.ts";
import { REPLAY_HANDLER, subjectOf } from "../../../functions/runtime/pubsub/message.ts";
import type { Held } from "./leases.ts";
import type { Plan, Publication } from "./plans.ts";
import { pause } from "../../core/clock.ts";
import { CommandError } from "../../core/problems.ts";
import type { Objections } from "./objections.ts";
import { concernsThisMessageAlone, type Pubsub } from "./pubsub.ts";

/**
 * The actual or planned result for a dead letter. All except `replayed`, `dropped` and `not acknowledged` stay in
 * place.
 */
export interface Outcome {
  readonly letter: Plan["letter"];
  readonly outcome:
    | "replayed"
    | "would be replayed"
    | "dropped"
    | "would be dropped"
    | "ignored"
    | "refused"
    | "duplicate"
    | "failed"
    | "not acknowledged"
    | "not tried";
  readonly events: readonly { readonly topic: string; readonly id?: string; readonly handler?: string }[];
  /** A sentence, unless the outcome says it all. */
  readonly why?: string;
}

export interface ReplayOptions {
  readonly publish: Pubsub["publish"];
  readonly acknowledge: (held: Held) => Promise<void>;
  readonly isDryRun: boolean;
  /** Acknowledges webhooks that the current mapping ignores. */
  readonly dropIgnored: boolean;
  /** Once aborted, no further message is begun. */
  readonly signal: AbortSignal;
  /** Maximum of messages per second. */
  readonly rate?: number;
  readonly clock: Clock;
  /** Consulted before each message. */
  readonly objections?: Objections;
  /** Called for each outcome. */
  readonly report: (outcome: Outcome) => void;
}

/** Aborts a replay; its reason is reported for what was not tried. */
export class ReplayStopped extends Error {
  override readonly name = "ReplayStopped";
}

const LANES = 16;
/** How many people's events of one webhook to publish concurrently. */
const CHUNK = 100;

/**
 * Carries out plans: a person's messages sequentially in the given order, different people's concurrently. Resolves
 * with the reason if stopped early by an objection.
 */
export async function replay(plans: readonly Plan[], given: ReplayOptions): Promise<string | undefined> {
  const blocked = new Set<string>();
  const lanes = Map.groupBy(plans, laneOf).values();
  const stop = new AbortController();
  const options = {
    ...given,
    signal: AbortSignal.any([given.signal, stop.signal]),
    stop: (why: string) => stop.abort(new ReplayStopped(why)),
  };
  const turn = createTurns(options);
  const work = async () => {
    for (const lane of lanes) {
      // shared iterator: each worker takes the next
      for (const plan of lane) {
        await turn();
        options.report(await carryOut(plan, options, blocked));
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
  return stop.signal.aborted ? whyEnded(stop.signal) : undefined;
}

/** Resolves when the next may begin, or at once if aborted. */
function createTurns({ rate = Infinity, isDryRun, clock, signal }: ReplayOptions): () => Promise<void> {
  let next = clock.now();
  return () => {
    const waitMs = next - clock.now();
    next = Math.max(next, clock.now()) + (isDryRun ? 0 : 1000 / rate);
    return waitMs <= 0 ? Promise.resolve() : pause(clock, waitMs, signal);
  };
}

function laneOf(plan: Plan): string {
  const message = plan.action === "publish" ? plan.publications[0]?.message : undefined;
  const subject = message && subjectOf(message);
  return subject === undefined ? `message ${plan.letter.held.messageId}` : `subject ${subject}`;
}

interface Stoppable extends ReplayOptions {
  /** Begins nothing more. */
  readonly stop: (why: string) => void;
}

async function carryOut(plan: Plan, options: Stoppable, blocked: Set<string>): Promise<Outcome> {
  const { letter } = plan;
  if (plan.action === "publish") return republish(plan, options, blocked);
  const settled = { letter, events: [], why: plan.why };
  if (plan.action !== "ignored" || !options.dropIgnored) return { ...settled, outcome: plan.action };
  if (options.isDryRun) return { ...settled, outcome: "would be dropped" };
  const failure = await attempt(() => options.acknowledge(letter.held));
  return failure === undefined
    ? { ...settled, outcome: "dropped" }
    : { ...settled, outcome: "failed", why: failure.message };
}

/** `blocked` holds topics that failed: later messages for them are not tried. */
async function republish(
  plan: Plan & { action: "publish" },
  options: Stoppable,
  blocked: Set<string>,
): Promise<Outcome> {
  const { letter, publications, note } = plan;
  const settled = { letter, events: publications.map(describe), ...(note !== undefined && { why: note }) };
  if (options.isDryRun) return { ...settled, outcome: "would be replayed" };
  const objection = options.signal.aborted ? undefined : await options.objections?.before(plan);
  if (objection !== undefined) options.stop(objection);
  if (options.signal.aborted) return { ...settled, outcome: "not tried", why: whyEnded(options.signal) };
  const barred = publications.find(({ topic }) => blocked.has(topic));
  if (barred !== undefined)
    return { ...settled, outcome: "not tried", why: `publishing to ${barred.topic} has failed before` };

  const unpublished = await publishAll(publications, options.publish);
  if (unpublished !== undefined) {
    if (!concernsThisMessageAlone(unpublished.failure)) blocked.add(unpublished.topic);
    return { ...settled, outcome: "failed", why: unpublished.failure.message };
  }
  const failure = await attempt(() => options.acknowledge(letter.held));
  if (failure === undefined) return { ...settled, outcome: "replayed" };
  return {
    ...settled,
    outcome: "not acknowledged",
    why: `replayed, but it lies here still and may be replayed again, which is harmless: ${failure.message}`,
  };
}

function whyEnded({ reason }: AbortSignal): string {
  return reason instanceof ReplayStopped ? reason.message : "interrupted";
}

/**
 * A webhook may hold events of thousands of people: each person's in order, many people's concurrently. Stops at a
 * failure.
 */
async function publishAll(
  publications: readonly Publication[],
  publish: ReplayOptions["publish"],
): Promise<{ readonly topic: string; readonly failure: CommandError } | undefined> {
  const byKey = Map.groupBy(publications, ({ topic, message }) => `${topic} ${subjectOf(message) ?? ""}`).values();
  let failed: { readonly topic: string; readonly failure: CommandError } | undefined;
  const work = async () => {
    for (const ofOne of byKey) {
      for (const { topic, message } of ofOne) {
        if (failed !== undefined) return;
        const failure = await attempt(async () => void (await publish(topic, message)));
        if (failure !== undefined) failed = { topic, failure };
      }
    }
  };
  await Promise.all(Array.from({ length: CHUNK }, work));
  return failed;
}

function describe({ topic, message: { attributes } }: Publication): Outcome["events"][number] {
  const [id, handler] = [attributes["ce-id"], attributes[REPLAY_HANDLER]];
  return { topic, ...(id !== undefined && { id }), ...(handler !== undefined && { handler }) };
}

async function attempt(call: () => Promise<void>): Promise<CommandError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}
