import { REPLAY_HANDLER } from "../../../functions/runtime/pubsub/message.ts";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { type Finding, finding } from "../finding.ts";
import { type Case, conclude } from "./case.ts";
import { deliverUntilAcknowledged, pass, type Subscription } from "../simulation/deliver.ts";
import { begin, type CleanRun, ofWhole, runUndisturbed } from "./situation.ts";
import { toMessage } from "../events/samples.ts";
import { sweepUp } from "../simulation/sweep.ts";

export const WHOLE_DELIVERY = "the whole delivery";

const DAY_MS = 24 * 3600 * 1000;

interface Repetition {
  readonly disturbance: string;
  readonly afterMs: number;
  readonly onNewInstance: boolean;
  readonly isReplay?: boolean;
}

const REPETITIONS: readonly Repetition[] = [
  { disturbance: "twice in a row", afterMs: 0, onNewInstance: false },
  { disturbance: "again after 10 minutes", afterMs: 10 * 60_000, onNewInstance: true },
  { disturbance: "again after a week", afterMs: 7 * DAY_MS, onNewInstance: true },
  { disturbance: "replayed after its success", afterMs: DAY_MS, onNewInstance: true, isReplay: true },
];

/** The event is delivered again after its success. */
export function duplicateCases(clean: CleanRun): Case[] {
  return [...REPETITIONS.map((repetition) => duplicateCase(clean, repetition)), sweptCase(clean)];
}

/** Runs the sweep, which sends again what a system has dropped because it suppressed the person. */
function sweptCase(clean: CleanRun): Case {
  const { situation } = clean;
  return {
    ...ofWhole(situation, { property: "duplicates", place: WHOLE_DELIVERY, disturbance: "swept after its success" }),
    async run(simulation) {
      await runUndisturbed(simulation, situation);
      if (simulation.sent.length === 0) return undefined;
      return conclude(simulation, "duplicates", [clean.snapshot], await sweepUp(simulation));
    },
  };
}

function duplicateCase(clean: CleanRun, { disturbance, afterMs, onNewInstance, isReplay = false }: Repetition): Case {
  const { situation } = clean;
  return {
    ...ofWhole(situation, { property: "duplicates", place: WHOLE_DELIVERY, disturbance }),
    async run(simulation) {
      const subscription = await begin(simulation, situation);
      const message = toMessage(situation.sample.event);
      await deliverUntilAcknowledged(subscription, message);
      await pass(simulation, afterMs);
      if (onNewInstance) subscription.instance.kill();
      const attributes = {
        ...message.attributes,
        ...(isReplay ? { [REPLAY_HANDLER]: handlerName(situation.handler.handler) } : {}),
      };
      const findings = await deliverAgain(subscription, { ...message, attributes });
      return conclude(simulation, "duplicates", [clean.snapshot], findings);
    },
  };
}

/** The effect is already there, so the event must be acknowledged at once, or soon if an index lags. */
async function deliverAgain(subscription: Subscription, message: ReturnType<typeof toMessage>): Promise<Finding[]> {
  const { isAcknowledged } = await deliverUntilAcknowledged(subscription, message);
  if (isAcknowledged && subscription.simulation.deadLetters.length === 0) return [];
  return [finding("duplicates", "reports what has happened as failed for ever when it is delivered again")];
}
