import { isOrdered as isOrderedHandler } from "../../../functions/runtime/define/batch-handler.ts";
import { type Finding, finding, divergence, OUT_OF_ORDER } from "../finding.ts";
import type { ArrivalRule } from "../declared/declarations.ts";
import { coveredBy, schedulesOf, spellOrder, type Step } from "./reduction.ts";
import { touchesOf } from "../simulation/touching.ts";
import type { Case } from "./case.ts";
import { deliverUntilAcknowledged, subscribe } from "../simulation/deliver.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import { seededRandom, seedOf } from "../../seeded-random.ts";
import { rewritten, toMessage } from "../events/samples.ts";
import { deliveryFindings } from "../rules/deliveries.ts";
import { arrange, isActedIn } from "./situation.ts";
import { isEqual } from "../simulation/snapshot.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { deliverSwitched, type Schedule, spellSchedule, type Switched } from "../simulation/interleave.ts";
import {
  type EndState,
  type Ends,
  type Meeting,
  meetingName,
  meetingOf,
  type Participant,
  rulesNeeded,
  takeEndState,
} from "./several-events.ts";

/** Two concurrent runs, switched at calls. */
interface Overlap {
  readonly meeting: Meeting;
  readonly label: string;
  /** Both on one instance, as on Cloud Run; otherwise each on its own. */
  readonly onOneInstance: boolean;
}

const AT_ONCE = "at once";

/** Two events of a person that no ordering key separates: two handlers', or an unordered handler's own. */
export function atOnce(meeting: Meeting): Overlap {
  return { meeting, label: AT_ONCE, onOneInstance: false };
}

export function mayMeetAtOnce([one, other]: readonly Participant[]): boolean {
  return one !== undefined && (one.handler !== other?.handler || !isOrdered(one));
}

export function isOrdered({ handler }: Participant): boolean {
  return isOrderedHandler(handler.handler);
}

/** A handler running concurrently with itself. */
export interface OverlapKind {
  readonly label: string;
  of(participant: Participant, state: string): Pick<Overlap, "meeting" | "onOneInstance">;
}

/** The same event, delivered twice. */
export const TWICE: OverlapKind = {
  label: "the same twice at once",
  of(participant, state) {
    const meeting = meetingOf([participant, participant], state);
    const [event] = meeting.events;
    const events = event === undefined ? [] : [event, event];
    return { meeting: { ...meeting, events }, onOneInstance: false };
  },
};

/** Two people's events on one instance. */
export const BESIDE_STRANGER: OverlapKind = {
  label: "beside a stranger's on one instance",
  of(participant, state) {
    const meeting = meetingOf([participant, participant], state);
    const [event, other] = meeting.events;
    if (event === undefined || other === undefined) throw new Error("a meeting of two has two events");
    const stranger = rewritten(other, { email: "stranger@example.org", at: Date.parse(other.time), id: other.id });
    return { meeting: { ...meeting, events: [event, stranger] }, onOneInstance: true };
  },
};

function overlapName({ meeting, label }: Overlap): string {
  return [...meetingName(meeting), label].join(" · ");
}

/**
 * Every schedule with up to two switches; with one if both runs belong to one handler, since they share its memory.
 * Schedules equivalent to one already run are covered.
 */
export function interleavingCases(overlap: Overlap, ends: Ends, calls: number): Case[] {
  const schedules = schedulesOf(calls, sharesMemory(overlap) ? 1 : 2);
  const orders = new Set<string>();
  const shown = new Map<Schedule, "the same" | "another">();
  const onRun = (trace: Trace) => {
    orders.add(trace.order);
    for (const schedule of schedules.filter((one) => !shown.has(one))) {
      const order = trace.coveredUnder(schedule);
      if (order !== undefined) shown.set(schedule, orders.has(order) ? "the same" : "another");
      if (order !== undefined) orders.add(order);
    }
  };
  const caseOf = interleaved(overlap, ends);
  return schedules.map((schedule) => ({
    ...caseOf(schedule, onRun),
    shownBy: () => shown.get(schedule),
  }));
}

/** What a schedule's run showed. */
interface Trace {
  readonly order: string;
  /** The order of calls under another schedule, if equivalent to this one. */
  readonly coveredUnder: (schedule: Schedule) => string | undefined;
}

/** Random schedules with any number of switches. */
export function drawnInterleavingCases(
  overlap: Overlap,
  ends: Ends,
  calls: number,
  { seed, count }: { readonly seed: number; readonly count: number },
): Case[] {
  const random = seededRandom(seedOf(seed, overlapName(overlap)));
  const caseOf = interleaved(overlap, ends);
  return Array.from({ length: count }, () => ({
    ...caseOf(Array.from({ length: calls * 2 }, () => (random() < 0.5 ? 0 : 1))),
    smaller: () => interleavingCases(overlap, ends, calls),
  }));
}

function sharesMemory({ meeting: { participants }, onOneInstance }: Overlap): boolean {
  return onOneInstance || participants[0]?.handler === participants[1]?.handler;
}

/** Makes a case from a schedule. */
function interleaved(overlap: Overlap, ends: Ends): (schedule: Schedule, onRun?: (trace: Trace) => void) => Case {
  const { meeting, label } = overlap;
  const [, list = ""] = meetingName(meeting);
  const name = overlapName(overlap);
  const place = meeting.participants.map(({ handler }) => handler.name).join(" and ");
  const declarable = [{ fault: label, operation: list }];
  return (schedule, onRun = () => {}) => ({
    property: "interleaving",
    name: `${name} · switched ${spellSchedule(schedule)}`,
    place,
    disturbance: label,
    types: meeting.participants.map(({ handler }) => handler.handler.eventType),
    says: "two deliveries at once, A and B, which take turns as the name says; calls are numbered as they went out",
    declarable,
    runExpected: async (simulation) => void (await ends(simulation, [0, 1])),
    async run(simulation) {
      const serial = [await ends(simulation, [0, 1]), await ends(simulation, [1, 0])] as const;
      const { end, findings, trace } = await deliverTogether(simulation, overlap, schedule);
      onRun(trace);
      return judge(overlap, serial, end, findings, isActedIn(simulation, meeting.state));
    },
  });
}

/**
 * The end must be that of a sequential run. If that is not the order of the events' times, the difference must be
 * declared. Where an app merges what one delivery has just created into what the other has, it decides between the two,
 * as the first event to arrive does otherwise.
 */
function judge(
  { meeting: { participants, rules }, label }: Overlap,
  ends: readonly [EndState, EndState],
  end: EndState,
  findings: Finding[],
  isActed: boolean,
) {
  const arrivalRules = rulesNeeded(ends[0], end, rules);
  const isChosen = isActed && arrivalRules !== undefined;
  const isSerial = isChosen || ends.some(({ whole }) => isEqual(whole, end.whole));
  // If the end equals a wrong sequential order, only the right order is expected.
  const expected = ends.filter((_, place) => place === 0 || !isSerial).map(({ whole }) => whole);
  if (arrivalRules === undefined && label === AT_ONCE && participants[0]?.handler === participants[1]?.handler)
    findings.push(divergence("interleaving", NEEDS_ORDER));
  else if (!isSerial) findings.push(divergence("interleaving", "ends as neither one after the other does"));
  else if (arrivalRules === undefined) findings.push(divergence("interleaving", OUT_OF_ORDER));
  return {
    findings,
    expected,
    actual: end.whole,
    longestMs: 0,
    arrivalRules: arrivalRules ?? [],
    excusedBy: (some: readonly ArrivalRule[]) => rulesNeeded(ends[0], end, [...rules, ...some]),
  };
}

const NEEDS_ORDER = "needs ordered: true: where two of a person's events arrive at once, arrival decides the end";

async function deliverTogether(simulation: Simulation, overlap: Overlap, schedule: Schedule) {
  const { participants, events, state } = overlap.meeting;
  arrange(simulation, events, state);
  const subscriptions = participants.map(({ handler }) => subscribe(simulation, handler));
  const [shared] = subscriptions;
  if (overlap.onOneInstance && shared !== undefined)
    for (const subscription of subscriptions) subscription.instance = shared.instance;
  const deliveries = subscriptions.map((subscription, index) => ({
    subscription,
    message: toMessage(events[index] ?? never()),
  }));
  const switched = await deliverSwitched(simulation, deliveries, schedule);
  const trace = traceOf(simulation, overlap, switched);
  for (const [index, { subscription, message }] of deliveries.entries()) {
    const delivery = switched.deliveries[index];
    if (delivery !== undefined && !isAcknowledged(delivery))
      await deliverUntilAcknowledged(subscription, message, { from: 2 });
  }
  await drain(simulation);
  const findings = deliveryFindings(simulation);
  if (simulation.deadLetters.length > 0)
    findings.push(finding("interleaving", "dead-letters an event because of the other"));
  return { end: takeEndState(simulation), findings, trace };
}

/**
 * In shared memory any two calls may affect each other, and so they may if a run has slept. Then only the identical
 * order is covered.
 */
function traceOf(simulation: Simulation, overlap: Overlap, { trace, hasWaited }: Switched): Trace {
  const steps = trace.map(({ run, call }): Step => ({ run, touches: touchesOf(simulation, call) }));
  const isTotal = sharesMemory(overlap) || hasWaited;
  return { order: spellOrder(steps), coveredUnder: isTotal ? coveredBy(steps, () => true) : coveredBy(steps) };
}

function never(): never {
  throw new Error("a meeting has an event for each of its participants");
}
