import { arrange, begin, type Situation } from "../cases/situation.ts";
import { toMessage } from "../samples.ts";
import { deliverOnce } from "../simulation/deliver.ts";
import { type Delivery, isAcknowledged } from "../simulation/delivery.ts";
import { drain, recording, type Simulation } from "../simulation/simulation.ts";
import { type Effect, effectOf } from "./effect.ts";
import { takeRecords } from "./records.ts";

/** No starting state has this name. */
const SET_UP_ALONE = "";

/** Runs the situation undisturbed, for its effect alone: with the sample as it is written, whoever the cases are about. */
export async function runForEffect(simulation: Simulation, situation: Situation): Promise<Effect> {
  const { handler, sample, state } = situation;
  const { uses } = handler.handler;
  arrange(simulation, [sample.event], SET_UP_ALONE);
  const setUp = takeRecords(simulation, uses);
  const subscription = await begin(simulation, situation);
  const before = takeRecords(simulation, uses);
  const warnings = listen(simulation);
  const delivery = await recording(simulation, async () => {
    const first = await deliverOnce(subscription, toMessage(sample.event), 1);
    await drain(simulation);
    return first;
  });
  const outcome = [outcomeOf(simulation, delivery), ...warnings().map((code) => `warns ${code}`)].join(", ");
  const { calls } = simulation;
  return effectOf(simulation, uses, {
    sample,
    state,
    outcome,
    calls,
    setUp,
    before,
    after: takeRecords(simulation, uses),
  });
}

/** Notes what is warned of from now on, until it is asked. */
function listen(simulation: Simulation): () => string[] {
  const { onLine } = simulation;
  const warnings = new Set<string>();
  simulation.onLine = (level, message, fields) => {
    onLine?.(level, message, fields);
    // What becomes of the delivery is told by its answer.
    const isWarning = (level === "warning" || level === "error") && fields.outcome === undefined;
    if (isWarning) warnings.add(fields.reason ?? message);
  };
  return () => {
    simulation.onLine = onLine;
    return [...warnings];
  };
}

function outcomeOf({ deadLetters }: Simulation, delivery: Delivery): string {
  const [letter] = deadLetters;
  if (letter !== undefined) return `dead-lettered (${letter.attributes["dead-letter-code"]})`;
  return isAcknowledged(delivery) ? "acknowledged" : `delivered again after ${delivery.status} (${delivery.reason})`;
}
