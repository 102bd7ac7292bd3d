import type { Event } from "../../../functions/runtime/define/handler.ts";
import { ANY_OTHER, type ArrivalRule } from "../declared/declarations.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { rewritten, type Sample, toMessage } from "../events/samples.ts";
import { siblingOf } from "../events/siblings.ts";
import { variantOf, withData } from "../events/variant.ts";
import { ofSomebody } from "./person.ts";
import { arrange } from "./situation.ts";
import { isEqual, holdState, kindsThatDiffer, type Snapshot } from "../simulation/snapshot.ts";
import { systemArrivalRules } from "./system-arrival-rules.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { deliverUntilAcknowledged, subscribe } from "../simulation/deliver.ts";

/** A handler and an event for it. */
export interface Participant {
  readonly handler: ProvedHandler;
  readonly sample: Sample;
}

/** Several events in the order of their times. */
export interface Meeting {
  readonly participants: readonly Participant[];
  readonly events: readonly Event[];
  readonly state: string;
  readonly rules: readonly ArrivalRule[];
  /** Distinguishes it from the participants' usual meeting. */
  readonly label?: string;
}

const APART_MS = 60_000;

/** The samples' events for one person, a minute apart in this order, each with different data. */
export function meetingOf(participants: readonly Participant[], state: string): Meeting {
  const [first] = participants;
  if (first === undefined) throw new Error("a meeting has at least one event");
  const name = [...participants.map(participantName), state].join(", ");
  const { subject: email, time } = ofSomebody(first.sample, first.handler.validate, name).event;
  const events = participants.map(({ handler, sample }, index) => {
    const at = Date.parse(time) + index * APART_MS;
    const event = rewritten(sample.event, { email, at, id: `${sample.event.id}-${index + 1}` });
    return index === 0 ? event : variantOf(event, { ...handler, mark: `event ${index + 1}` });
  });
  return { participants, events, state, rules: rulesOf(participants, state) };
}

/**
 * Meetings of two events of one person about the same thing, such as an order or a subscription: the second has other
 * data about it. With two events of one sample, also with their data swapped. Empty if the events share no such id.
 */
export function meetingsAboutOneThing(participants: readonly Participant[], state: string): Meeting[] {
  const usual = meetingOf(participants, state);
  const [first, second] = usual.events;
  const [one, other] = participants;
  if (first === undefined || second === undefined || one === undefined || other === undefined) return [];
  const as = { email: second.subject, at: Date.parse(second.time), id: second.id };
  const sibling = siblingOf(first, rewritten(other.sample.event, as), { ...other.handler, mark: "event 2" });
  if (sibling === undefined) return [];
  const meeting = { ...usual, events: [first, sibling], label: "about one thing" };
  if (one.handler !== other.handler || one.sample.name !== other.sample.name) return [meeting];
  const turned = [withData(first, sibling.data), withData(sibling, first.data)];
  return [meeting, { ...usual, events: turned, label: "about one thing, the other way round" }];
}

/** What the handlers of these events declare about each other. */
function rulesOf(participants: readonly Participant[], state: string): ArrivalRule[] {
  const rules = participants.flatMap(({ handler }, index) =>
    (handler.declared.arrivalDecides ?? []).filter(
      ({ other, states }) =>
        states?.includes(state) !== false &&
        participants.some((participant, place) => place !== index && isMeant(other, participant.handler, handler)),
    ),
  );
  return [...new Set(rules)];
}

function isMeant(other: string, { handler }: ProvedHandler, { handler: own }: ProvedHandler): boolean {
  return other === ANY_OTHER ? handler.eventType !== own.eventType : handler.eventType === other;
}

/** An end state, and a view of it without the fields that rules name. */
export interface EndState {
  readonly whole: Snapshot;
  readonly ruled: (rules: readonly ArrivalRule[]) => Snapshot;
  /** The systems' own rules about who comes first, without fields that a later call of the run has changed. */
  readonly systemRules: () => readonly ArrivalRule[];
}

export function takeEndState(simulation: Simulation): EndState {
  const held = holdState(simulation);
  const whole = held();
  const calls = [...simulation.calls];
  // Evaluated only if two whole ends differ.
  return {
    whole,
    ruled: (some) => (some.length === 0 ? whole : held(leftOutBy(some))),
    systemRules: () => systemArrivalRules(simulation, calls),
  };
}

/**
 * The smallest set of rules that makes two ends equal, in addition to the systems' own rules. Undefined if all of them
 * don't suffice.
 */
export function rulesNeeded(
  one: EndState,
  other: EndState,
  rules: readonly ArrivalRule[],
): readonly ArrivalRule[] | undefined {
  const differing = kindsThatDiffer(one.whole, other.whole);
  if (differing.length === 0) return [];
  const ofHandlers = rules.filter(({ records }) => differing.includes(records));
  const ofSystems = systemRulesOfBoth(one, other).filter(({ records }) => differing.includes(records));
  return subsets(ofHandlers)
    .map((some) => [...ofSystems, ...some])
    .find((some) => isEqual(one.ruled(some), other.ruled(some)));
}

/** Whether the record exists at all is another matter. */
function systemRulesOfBoth(one: EndState, other: EndState): ArrivalRule[] {
  const others = other.systemRules();
  return one.systemRules().flatMap((rule) => {
    const { records, fields } = rule;
    const count = ({ whole }: EndState) => whole.get(records)?.length;
    const also = new Set(others.find((same) => same.records === records)?.fields);
    return count(one) === count(other) ? [{ ...rule, fields: fields.filter((field) => also.has(field)) }] : [];
  });
}

/** Smaller ones first. There are only a few rules. */
function subsets(rules: readonly ArrivalRule[]): (readonly ArrivalRule[])[] {
  const all = rules.reduce<(readonly ArrivalRule[])[]>(
    (sets, rule) => [...sets, ...sets.map((set) => [...set, rule])],
    [[]],
  );
  return all.sort((one, other) => one.length - other.length);
}

function leftOutBy(rules: readonly ArrivalRule[]) {
  return (records: string, field: string) =>
    rules.some((rule) => rule.records === records && rule.fields.includes(field));
}

/** Delivers the events in this order, each until it is acknowledged. */
async function deliverInOrder(
  simulation: Simulation,
  { participants, events, state }: Meeting,
  order: readonly number[],
): Promise<EndState> {
  arrange(simulation, events, state);
  for (const index of order) {
    const [participant, event] = [participants[index], events[index]];
    if (participant === undefined || event === undefined) throw new Error(`there is no event ${index}`);
    await deliverUntilAcknowledged(subscribe(simulation, participant.handler), toMessage(event));
  }
  await drain(simulation);
  return takeEndState(simulation);
}

/** The ends of a meeting by order of arrival, each run on first use. Stories run theirs again. */
export type Ends = (simulation: Simulation, order: readonly number[]) => Promise<EndState>;

export function rememberEnds(meeting: Meeting): Ends {
  const known = new Map<string, EndState>();
  return async (simulation, order) => {
    const remembered = simulation.isRecording ? undefined : known.get(order.join());
    const end = remembered ?? (await deliverInOrder(simulation, meeting, order));
    known.set(order.join(), end);
    return end;
  };
}

export function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1)
    .flatMap((shorter) =>
      Array.from({ length: count }, (_, place) => [...shorter.slice(0, place), count - 1, ...shorter.slice(place)]),
    )
    .sort((one, other) => (one.join() < other.join() ? -1 : 1));
}

export function participantName({ handler, sample }: Participant): string {
  return `${handler.name} ${sample.name}`;
}

export function meetingName({
  participants,
  state,
  label,
}: Pick<Meeting, "participants" | "state" | "label">): string[] {
  const [first] = participants;
  const list = participants.map(participantName).join(", then ");
  return [first?.handler.name ?? "", list, state, ...(label === undefined ? [] : [label])];
}
