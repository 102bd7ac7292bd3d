import { setImmediate as turn } from "node:timers/promises";
import { lookForStandIns } from "../../../local/core/find.ts";
import { forgetRemembered } from "../../../local/core/remembering.ts";
import { strangersEvent } from "../cases/isolation.ts";
import { PROCESSED, type Situation, statesFor, subjectOf } from "../cases/situation.ts";
import { forgetMessages } from "../simulation/foreign-lines.ts";
import { type Candidate, withWords } from "../run/candidate.ts";
import { toMessage } from "../events/samples.ts";
import { deliverOnce, pass, subscribe, type Subscription } from "../simulation/deliver.ts";
import { isAcknowledged, systemsOf } from "../simulation/delivery.ts";
import { clearRecord, openSimulation } from "../simulation/simulation.ts";
import { takeSurroundings } from "../simulation/surroundings.ts";
import { growthOf, mayGrow, type Mark } from "./growth.ts";

/** Sent to the parent process: still alive, or by how many bytes each delivery makes this process grow. */
export type Told = "going on" | { readonly bytesEach: number };

/**
 * A handler without growth stops here. The first two marks don't count: code is still being compiled, including that of
 * measuring.
 */
const FIRST_MARKS = [16, 24, 32, 40, 48, 56, 64];
/** By now a bounded cache is full. */
const LATE_MARKS = [600, 700, 800, 900, 1000];
const COUNTED = 5;
/** Long enough for memory held for a while, such as a message or session, to be released. */
const APART_MS = 60_000;

const [source = "", name = ""] = process.argv.slice(2);
const { findCandidates }: { findCandidates: () => Promise<Candidate[]> } = await import(source);
const candidate = (await findCandidates()).find(({ handler }) => handler.name === name);
if (candidate === undefined) throw new Error(`there is no handler ${name}`);
// Setting up the other systems for each of a thousand deliveries would take longer than these.
const standIns = systemsOf({ systems: (await lookForStandIns()).standIns }, candidate.handler);
const simulation = openSimulation(standIns, 1);
takeSurroundings(simulation);
process.on("unhandledRejection", () => {}); // other cases report these
tell({ bytesEach: await measure(withWords(candidate, standIns)) });
process.disconnect();

/** One instance handles the events of one person after another, each in a new world. */
async function measure({ handler, samples }: Candidate): Promise<number> {
  const subscription = subscribe(simulation, handler);
  const states = statesFor(simulation, { handler, samples }).filter((state) => state !== PROCESSED);
  const situations = samples.flatMap((sample) => states.map((state) => ({ handler, sample, state })));
  const busiest = await findBusiest(subscription, situations);
  const marks: Mark[] = [];
  for (const deliveries of [...FIRST_MARKS, ...LATE_MARKS]) {
    if (marks.length === FIRST_MARKS.length && !mayGrow(marks.slice(-COUNTED))) return 0;
    for (let count = marks.at(-1)?.deliveries ?? 0; count < deliveries; count += 1) {
      // The runtime remembers up to a thousand failures, which would look like a leak. Other cases report failures.
      if (busiest === undefined || (await callsOf(subscription, busiest, `person ${count}`)) === undefined) return 0;
    }
    marks.push({ deliveries, bytes: await heldBytes() });
    tell("going on");
  }
  return growthOf(marks.slice(-COUNTED));
}

/** The sample and state with the most calls cover most of the handler. */
async function findBusiest(
  subscription: Subscription,
  situations: readonly Situation[],
): Promise<Situation | undefined> {
  let [busiest, most]: [Situation | undefined, number] = [undefined, -1];
  simulation.clock.reset(Date.parse(situations[0]?.sample.event.time ?? ""));
  simulation.isPatient = true;
  for (const situation of situations) {
    const calls = await callsOf(subscription, situation, situation.state);
    simulation.isPatient = false;
    tell("going on");
    if (calls !== undefined && calls > most) [busiest, most] = [situation, calls];
  }
  return busiest;
}

/** Delivers another person's event. Undefined if it failed: the runtime remembers failures for a while. */
async function callsOf(subscription: Subscription, situation: Situation, mark: string): Promise<number | undefined> {
  const event = strangersEvent(situation, mark);
  const subject = subjectOf(event);
  forget();
  for (const system of simulation.systems) {
    system.setUp(subject.configuration);
    for (const starting of system.startingStates) if (starting.name === situation.state) starting.arrange(subject);
  }
  const delivery = await deliverOnce(subscription, toMessage(event), 1);
  await pass(simulation, APART_MS);
  return isAcknowledged(delivery) && simulation.deadLetters.length === 0 ? delivery.callCount : undefined;
}

/** Releases what the systems and the prover hold, which is not the instance's memory. */
function forget(): void {
  clearRecord(simulation);
  forgetMessages(simulation);
  forgetRemembered();
  for (const system of simulation.systems) system.reset();
}

async function heldBytes(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error("the process is to be started with --expose-gc");
  forget();
  for (let times = 0; times < 2; times += 1) {
    await turn(); // finalizers release more
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

function tell(told: Told): void {
  process.send?.(told);
}
