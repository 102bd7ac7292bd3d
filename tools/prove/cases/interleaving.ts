import { type Finding, finding, divergence } from "../rules/finding.ts";
import type { Case } from "./case.ts";
import { deliverUntilAcknowledged, subscribe } from "../simulation/deliver.ts";
import { isAcknowledged } from "../simulation/delivery.ts";
import { seededRandom, seedOf } from "../../seeded-random.ts";
import { rewritten, toMessage } from "../samples.ts";
import { deliveryFindings } from "../rules/deliveries.ts";
import { arrange } from "./situation.ts";
import { isEqual } from "../simulation/snapshot.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { deliverSwitched, type Schedule } from "../simulation/interleave.ts";
import {
  type EndState,
  type Meeting,
  meetingName,
  meetingOf,
  type Participant,
  deliverInOrder,
  rulesNeeded,
  takeEndState,
} from "./several-events.ts";

interface Overlap {
  readonly meeting: Meeting;
  readonly label: string;
  /** Both on one instance, as Cloud Run serves them; else each on its own. */
  readonly onOneInstance: boolean;
}

/**
 * Two runs at once, switched at every call: two events of a person where no ordering key keeps them apart (two handlers,
 * or one that is not ordered), one event delivered twice at once, and two persons' events on one instance.
 */
export function interleavingCases(
  participants: readonly Participant[],
  states: readonly string[],
  options: { readonly seed: number; readonly count: number },
): Case[] {
  const apart = participants.flatMap((one, place) =>
    participants
      .slice(place)
      .filter((other) => mayMeet(one, other))
      .map((other) => [one, other]),
  );
  const pairs = apart.flatMap((pair) =>
    states.map((state): Overlap => ({ meeting: meetingOf(pair, state), label: "at once", onOneInstance: false })),
  );
  const [first = ""] = states;
  const twice = participants
    .filter(({ handler }) => !isOrdered(handler))
    .flatMap((participant) => states.map((state) => twiceAtOnce(participant, state)));
  const strangers = participants.map((participant) => besideStranger(participant, first));
  return [...pairs, ...twice, ...strangers].flatMap((overlap) => casesOf(overlap, options));
}

function mayMeet(one: Participant, other: Participant): boolean {
  return one.handler !== other.handler || !isOrdered(one.handler);
}

function isOrdered({ handler }: Participant["handler"]): boolean {
  return handler.delivery?.ordered ?? true;
}

/** The very same event, delivered twice. */
function twiceAtOnce(participant: Participant, state: string): Overlap {
  const meeting = meetingOf([participant, participant], state);
  const [event] = meeting.events;
  return {
    meeting: { ...meeting, events: event === undefined ? [] : [event, event] },
    label: "the same twice at once",
    onOneInstance: false,
  };
}

function besideStranger(participant: Participant, state: string): Overlap {
  const meeting = meetingOf([participant, participant], state);
  const [event, other] = meeting.events;
  if (event === undefined || other === undefined) throw new Error("a meeting of two has two events");
  const stranger = rewritten(other, { email: "stranger@example.org", at: Date.parse(other.time), id: other.id });
  return {
    meeting: { ...meeting, events: [event, stranger] },
    label: "beside a stranger's on one instance",
    onOneInstance: true,
  };
}

/** A run rarely makes more calls; where it does, one switch comes in its first ones. */
const STEPS = 9;

/** Those with one switch, or as many of them as the bound allows; what is left of it is drawn. */
export function schedules(count: number, random: () => number): Schedule[] {
  const once = ([0, 1] as const).flatMap((first) =>
    Array.from({ length: STEPS }, (_, calls): Schedule => [
      ...Array<0 | 1>(calls).fill(first),
      ...Array<0 | 1>(STEPS * 2).fill(first === 0 ? 1 : 0),
    ]),
  );
  const all: Schedule[] = once.slice(0, count);
  while (all.length < count) all.push(Array.from({ length: STEPS * 2 }, () => (random() < 0.5 ? 0 : 1)));
  return all;
}

/** `AAAB…`: whose turn it is, up to where it stays the same. */
function spell(schedule: Schedule): string {
  const letters = schedule.map((who) => (who === 0 ? "A" : "B")).join("");
  return letters.replace(/(.)\1*$/, "$1…");
}

function casesOf(
  { meeting, label, onOneInstance }: Overlap,
  { seed, count }: { readonly seed: number; readonly count: number },
): Case[] {
  const base = [...meetingName(meeting), label];
  const serial = serialEnds(meeting);
  return schedules(count, seededRandom(seedOf(seed, base.join(" ")))).map((schedule): Case => ({
    property: "interleaving",
    name: [...base, `switched ${spell(schedule)}`].join(" · "),
    place: meeting.participants.map(({ handler }) => handler.name).join(" and "),
    disturbance: label,
    declarable: [{ fault: label, operation: base[1] ?? "" }],
    runExpected: async (simulation) => void (await deliverInOrder(simulation, meeting, [0, 1])),
    async run(simulation) {
      const ends = await serial(simulation);
      const { end, findings } = await deliverTogether(simulation, meeting, { schedule, onOneInstance });
      return judge(meeting, ends, end, findings);
    },
  }));
}

/** The end is that of one after the other; and where that is not the order of time, what differs is declared. */
function judge(meeting: Meeting, ends: readonly EndState[], end: EndState, findings: Finding[]) {
  const [inTime] = ends;
  const expected = ends.map(({ whole }) => whole);
  const isSerial = expected.some((snapshot) => isEqual(snapshot, end.whole));
  const arrivalRules = inTime === undefined ? undefined : rulesNeeded(inTime, end, meeting.rules);
  if (!isSerial) findings.push(divergence("interleaving", "ends as neither one after the other does"));
  else if (arrivalRules === undefined)
    findings.push(divergence("interleaving", "ends otherwise than in the order of the events' times"));
  return { findings, expected, actual: end.whole, longestMs: 0, arrivalRules: arrivalRules ?? [] };
}

function serialEnds(meeting: Meeting): (simulation: Simulation) => Promise<readonly EndState[]> {
  let ends: readonly EndState[] | undefined;
  return async (simulation) => {
    ends ??= [await deliverInOrder(simulation, meeting, [0, 1]), await deliverInOrder(simulation, meeting, [1, 0])];
    return ends;
  };
}

async function deliverTogether(
  simulation: Simulation,
  { participants, events, state }: Meeting,
  { schedule, onOneInstance }: { readonly schedule: Schedule; readonly onOneInstance: boolean },
): Promise<{ readonly end: EndState; readonly findings: Finding[] }> {
  arrange(simulation, events, state);
  const subscriptions = participants.map(({ handler }) => subscribe(simulation, handler));
  const [shared] = subscriptions;
  if (onOneInstance && shared !== undefined)
    for (const subscription of subscriptions) subscription.instance = shared.instance;
  const deliveries = subscriptions.map((subscription, index) => ({
    subscription,
    message: toMessage(events[index] ?? never()),
  }));
  const firsts = await deliverSwitched(simulation, deliveries, schedule);
  for (const [index, { subscription, message }] of deliveries.entries()) {
    const delivery = firsts[index];
    if (delivery !== undefined && !isAcknowledged(delivery))
      await deliverUntilAcknowledged(subscription, message, { from: 2 });
  }
  await drain(simulation);
  const findings = deliveryFindings(simulation);
  if (simulation.deadLetters.length > 0)
    findings.push(finding("interleaving", "dead-letters an event because of the other"));
  return { end: takeEndState(simulation), findings };
}

function never(): never {
  throw new Error("a meeting has an event for each of its participants");
}
