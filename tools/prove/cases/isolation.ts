import { createHash } from "node:crypto";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { idsSince, leakFindings, takeStates } from "./leaks.ts";
import { findTrace, type Trace, traceOf, tracesOf } from "../simulation/traces.ts";
import type { Finding } from "../finding.ts";
import type { Call } from "../simulation/call.ts";
import { rewritten, toMessage } from "../events/samples.ts";
import { deliverUntilAcknowledged, type Subscription } from "../simulation/deliver.ts";
import { deliverSwitched, otherRun, type Run, type Schedule, spellSchedule } from "../simulation/interleave.ts";
import { drain, recording, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { bareOf, leavesOf, otherSubject, variantOf } from "../events/variant.ts";
import { type Case, type CaseEnd, conclude } from "./case.ts";
import { begin, type CleanRun, ofWhole, PROCESSED, type Situation } from "./situation.ts";

const ONE_INSTANCE = "two persons on one instance";
const APART_MS = 60_000;

/**
 * Two people's events on one instance: nothing of one may be sent for the other. Also concurrently, if the calls are
 * new.
 */
export function isolationCases({ situation }: CleanRun, fresh: readonly Call[]): Case[] {
  if (situation.state === PROCESSED) return [];
  const { event } = situation.sample;
  const bare = bareOf(event, situation.handler.validate);
  return [
    isolationCase(situation, "after somebody else's event", (simulation) => runAfter(simulation, situation, event)),
    isolationCase(situation, "after somebody else's event, with what it must hold and no more", (simulation) =>
      runAfter(simulation, situation, bare),
    ),
    ...(fresh.length === 0 ? [] : SWITCHED).map((schedule) =>
      isolationCase(
        situation,
        `at once with somebody else's event, switched ${spellSchedule(schedule)}`,
        (simulation) => runTogether(simulation, situation, schedule),
      ),
    ),
  ];
}

const SWITCHED = [1, 2, 4].flatMap((calls) =>
  ([0, 1] as const).map((first): Schedule => [...Array<Run>(calls).fill(first), otherRun(first)]),
);

function isolationCase(
  situation: Situation,
  disturbance: string,
  run: (simulation: Simulation) => Promise<CaseEnd>,
): Case {
  return {
    ...ofWhole(situation, { property: "isolation", place: ONE_INSTANCE, disturbance }),
    run: (simulation) => recording(simulation, () => run(simulation)),
  };
}

/** The same event for another person, a minute earlier and with different data in every field. */
export function strangersEvent({ handler, sample: { event } }: Situation, mark: string): Event {
  const at = Date.parse(event.time) - APART_MS;
  // Not derived by appending to the event's id, which would then be found in it.
  const id = createHash("sha256").update(`${event.id} ${mark}`).digest("hex").slice(0, 26);
  const other = rewritten(event, { email: otherSubject(event, { ...handler, mark }), at, id });
  const stranger = variantOf(other, { ...handler, mark });
  drawn.add(stranger);
  return stranger;
}

/** Events whose words are drawn, so that nobody else writes them. */
const drawn = new WeakSet<Event>();

/** A kind or a state of a sample, such as `user` or `active`: the code may write it itself, and it is nobody's own. */
const IS_WORD = /^[a-z]+$/;

/**
 * Values that identify the first event, and occur neither in the others nor in operation names such as
 * `chat.postMessage`.
 */
function onlyOf({ systems }: Simulation, event: Event, others: readonly Event[]): Trace[] {
  const shared = new Set(others.flatMap((other) => leavesOf(other).map(({ value }) => String(value))));
  const told = wordsOf(systems);
  return [...tracesOf(event), traceOf("the id", event.id)].filter(
    (trace) =>
      (drawn.has(event) || !IS_WORD.test(trace.value)) &&
      !shared.has(trace.value) &&
      !told.has(trace.value) &&
      ![...shared].some((text) => findTrace([trace], text) !== undefined),
  );
}

const words = new WeakMap<Simulation["systems"], ReadonlySet<string>>();

/** Every word of the systems' names and operations. */
function wordsOf(systems: Simulation["systems"]): ReadonlySet<string> {
  const known = words.get(systems);
  if (known !== undefined) return known;
  const texts = systems.flatMap(({ name, operations }) => [name, ...operations]);
  const found = new Set(texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)));
  words.set(systems, found);
  return found;
}

async function runAfter(simulation: Simulation, situation: Situation, event: Event): Promise<CaseEnd> {
  const subscription = await begin(simulation, situation);
  const stranger = strangersEvent(situation, "stranger");
  const before = takeStates(simulation);
  await deliverUntilAcknowledged(subscription, toMessage(stranger));
  await drain(simulation);
  const alike = [situation.sample.event];
  const findings = await leaksAfter(subscription, { first: stranger, second: event, before, alike });
  return conclude(simulation, "isolation", [takeSnapshot(simulation)], findings);
}

/**
 * Delivers the second event and searches its calls for the first one's data, which was delivered before. `before` holds
 * the records from before both; data that `alike` share does not count.
 */
export async function leaksAfter(
  subscription: Subscription,
  {
    first,
    second,
    before,
    alike = [],
  }: {
    readonly first: Event;
    readonly second: Event;
    readonly before: ReturnType<typeof takeStates>;
    readonly alike?: readonly Event[];
  },
): Promise<Finding[]> {
  const { simulation } = subscription;
  const own = onlyOf(simulation, first, [second, ...alike]);
  const ids = idsSince(simulation, before, own);
  const done = simulation.calls.length;
  await deliverUntilAcknowledged(subscription, toMessage(second));
  await drain(simulation);
  return leakFindings(simulation.calls.slice(done), [...own, ...ids]);
}

async function runTogether(simulation: Simulation, situation: Situation, schedule: Schedule): Promise<CaseEnd> {
  const subscription = await begin(simulation, situation);
  const events = [situation.sample.event, strangersEvent(situation, "stranger")] as const;
  const deliveries = events.map((event) => ({ subscription, message: toMessage(event) }));
  const { deliveries: started } = await deliverSwitched(simulation, deliveries, schedule);
  await drain(simulation);
  const findings = started.flatMap(({ number }, index) => {
    const [own, other] = index === 0 ? events : events.toReversed();
    const calls = simulation.calls.filter((call) => call.delivery === number);
    return own === undefined || other === undefined ? [] : leakFindings(calls, onlyOf(simulation, other, [own]));
  });
  return conclude(simulation, "isolation", [takeSnapshot(simulation)], findings);
}
