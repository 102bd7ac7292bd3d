import type { Case, CaseEnd } from "../cases/case.ts";
import { deliverUntilAcknowledged, replay, subscribe } from "../simulation/deliver.ts";
import { type Delivery, isAcknowledged } from "../simulation/delivery.ts";
import { drain, type Simulation, StoppedError, undisturbed } from "../simulation/simulation.ts";
import { isEqual, type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";

const MOST_TRIES = 40;

/**
 * Index of the last call from which the right end can still be reached: if the disturbance stops there, every process
 * ends, and Pub/Sub goes on. 0 is before the first call. Undefined if even that does not help, or if it is too far
 * back. The search goes from the last call backwards, so earlier calls are not known to be recoverable.
 */
export async function turningPoint(simulation: Simulation, one: Case, end: CaseEnd): Promise<number | undefined> {
  const arrivals = arrivalsOf(simulation.deliveries);
  const replays = !hasDeadLetters(end.actual);
  const right = [...end.expected, ...(end.alsoRight ?? [])];
  const last = simulation.calls.length;
  for (let call = last; call >= 0; call = call > last - MOST_TRIES ? call - 1 : call === 0 ? -1 : 0) {
    await breakOff(simulation, one, call);
    const healed = await heal(simulation, arrivals, replays);
    if (right.some((snapshot) => isEqual(snapshot, healed))) return call;
  }
  return undefined;
}

async function breakOff(simulation: Simulation, one: Case, afterCall: number): Promise<void> {
  simulation.stopAfter = afterCall;
  try {
    await one.run(simulation);
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  } finally {
    simulation.stopAfter = Infinity;
  }
}

/** Completes what is left to do, without disturbances. */
async function heal(simulation: Simulation, arrivals: readonly Delivery[], replays: boolean): Promise<Snapshot> {
  simulation.era += 1;
  simulation.faults.clear();
  simulation.intercept = undisturbed;
  const isDone = (arrival: Delivery) =>
    simulation.deliveries.some((delivery) => isAcknowledged(delivery) && keyOf(delivery) === keyOf(arrival));
  for (const arrival of arrivals.filter((one) => !isDone(one)))
    await deliverUntilAcknowledged(subscribe(simulation, arrival.handler), arrival.message);
  if (replays && simulation.deadLetters.length > 0) {
    const given = new Set(simulation.deadLetters.map(({ delivery }) => delivery));
    for (const { handler, message } of simulation.deliveries.filter(({ number }) => given.has(number)))
      await replay(subscribe(simulation, handler), message);
  }
  await drain(simulation);
  return takeSnapshot(simulation);
}

/** Each event's first delivery to each handler, in the order of the events' times. */
function arrivalsOf(deliveries: readonly Delivery[]): Delivery[] {
  const firsts = new Map<string, Delivery>();
  for (const delivery of deliveries) if (!firsts.has(keyOf(delivery))) firsts.set(keyOf(delivery), delivery);
  const timeOf = ({ message }: Delivery) => Date.parse(message.attributes["ce-time"] ?? "");
  return [...firsts.values()].toSorted((one, other) => timeOf(one) - timeOf(other));
}

function keyOf({ handler, message: { attributes } }: Delivery): string {
  return [handler.name, attributes["ce-source"], attributes["ce-id"], attributes["ce-subject"]].join("\n");
}

function hasDeadLetters(snapshot: Snapshot): boolean {
  return (snapshot.get("pubsub dead letters") ?? []).length > 0;
}
