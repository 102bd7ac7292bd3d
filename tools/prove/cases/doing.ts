import type { Event } from "../../../functions/runtime/define/handler.ts";
import { toMessage } from "../events/samples.ts";
import { deliverUntilAcknowledged, pass, subscribe } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { arrange, type Situation } from "./situation.ts";

/** What a handler does with one event. */
interface Doing {
  readonly end: Snapshot;
  /**
   * Everything but the records' contents: the number of records of each kind, the calls, and whether it is
   * acknowledged.
   */
  readonly outline: string;
}

const MOST_ATTEMPTS = 3;

/** Delivers the event, this long after its receipt, in a new world. */
export async function doingOf(
  simulation: Simulation,
  { handler, state }: Situation,
  event: Event,
  afterMs = 0,
): Promise<Doing> {
  arrange(simulation, [event], state);
  await pass(simulation, afterMs);
  const subscription = subscribe(simulation, handler);
  const { isAcknowledged } = await deliverUntilAcknowledged(subscription, toMessage(event), { to: MOST_ATTEMPTS });
  await drain(simulation);
  const end = takeSnapshot(simulation);
  return { end, outline: `${isAcknowledged}; ${outlineOf(simulation, end)}` };
}

/** The number of records of each kind, and all calls. */
export function outlineOf({ calls }: Simulation, end: Snapshot): string {
  const counts = [...end].map(([kind, records]) => `${kind} ${records.length}`);
  return [...counts, ...calls.map(({ operation }) => operation)].join("; ");
}
