import { arrange, begin, type Situation } from "../cases/situation.ts";
import { rewritten, type Sample, toMessage } from "../events/samples.ts";
import { deliverOnce, deliverTogether, type Subscription } from "../simulation/deliver.ts";
import { type Delivery, isAcknowledged } from "../simulation/delivery.ts";
import { drain, recording, type Simulation } from "../simulation/simulation.ts";
import { otherSubject } from "../events/variant.ts";
import { type Effect, effectOf } from "./effect.ts";
import { takeRecords } from "./records.ts";

/** No starting state has this name. */
const SET_UP_ALONE = "";

/** Runs the situation undisturbed with the unmodified sample, to record its effect. */
export function runForEffect(simulation: Simulation, situation: Situation): Promise<Effect> {
  const message = toMessage(situation.sample.event);
  return runSeen(simulation, situation, async (subscription) => [await deliverOnce(subscription, message, 1)]);
}

/** The same for a batch: all samples for one person, and the same for another person unknown to all systems. */
export function runBatchForEffect(
  simulation: Simulation,
  { handler, samples, state }: Pick<Situation, "handler" | "state"> & { readonly samples: readonly Sample[] },
): Promise<Effect> {
  const [sample] = samples;
  if (sample === undefined) throw new Error(`${handler.name} has no sample`);
  const people = [sample.event.subject, otherSubject(sample.event, { ...handler, mark: "a stranger" })];
  const events = people.flatMap((email) =>
    samples.map(({ event }) => rewritten(event, { email, at: Date.parse(event.time), id: `${event.id}-${email}` })),
  );
  const name = samples.map((one) => one.name).join(", ");
  return runSeen(simulation, { handler, sample: { ...sample, name }, state }, (subscription) =>
    deliverTogether(subscription, events.map(toMessage), 1),
  );
}

async function runSeen(
  simulation: Simulation,
  situation: Situation,
  deliver: (subscription: Subscription) => Promise<readonly Delivery[]>,
): Promise<Effect> {
  const { handler, sample, state } = situation;
  const { uses } = handler.handler;
  arrange(simulation, [sample.event], SET_UP_ALONE);
  const setUp = takeRecords(simulation, uses);
  const subscription = await begin(simulation, situation);
  const before = takeRecords(simulation, uses);
  const warnings = listen(simulation);
  const deliveries = await recording(simulation, async () => {
    const delivered = await deliver(subscription);
    await drain(simulation);
    return delivered;
  });
  const outcome = [...outcomesOf(simulation, deliveries), ...warnings().map((code) => `warns ${code}`)].join(", ");
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

/** Collects warnings from now on. The returned function lists them. */
function listen(simulation: Simulation): () => string[] {
  const { onLine } = simulation;
  const warnings = new Set<string>();
  simulation.onLine = (level, message, fields) => {
    onLine?.(level, message, fields);
    // The delivery's answer already tells its outcome.
    const isWarning = (level === "warning" || level === "error") && fields.outcome === undefined;
    if (isWarning) warnings.add(fields.reason ?? message);
  };
  return () => {
    simulation.onLine = onLine;
    return [...warnings];
  };
}

/** Distinct outcomes, with a count unless all are equal. */
function outcomesOf(simulation: Simulation, deliveries: readonly Delivery[]): string[] {
  const outcomes = Map.groupBy(deliveries, (delivery) => outcomeOf(simulation, delivery));
  return [...outcomes].map(([outcome, some]) => (outcomes.size === 1 ? outcome : `${some.length} ${outcome}`));
}

function outcomeOf({ deadLetters }: Simulation, delivery: Delivery): string {
  const letter = deadLetters.find((one) => one.delivery === delivery.number);
  if (letter !== undefined) return `dead-lettered (${letter.attributes["dead-letter-code"]})`;
  return isAcknowledged(delivery) ? "acknowledged" : `delivered again after ${delivery.status} (${delivery.reason})`;
}
