import {
  atOnce,
  BESIDE_STRANGER,
  drawnInterleavingCases,
  interleavingCases,
  isOrdered,
  mayMeetAtOnce,
  type OverlapKind,
  TWICE,
} from "../cases/interleaving.ts";
import { orderCases } from "../cases/order.ts";
import { isPerson } from "../cases/situation.ts";
import {
  meetingName,
  meetingOf,
  meetingsAboutOneThing,
  type Participant,
  participantName,
  rememberEnds,
} from "../cases/several-events.ts";
import type { Group } from "../group.ts";
import type { Candidate } from "../candidate.ts";
import type { Drawn } from "../selection.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { drawn as draw, sampled, seededRandom, seedOf } from "../../seeded-random.ts";
import type { Footprints } from "./compare.ts";

export interface MeetingOptions {
  readonly candidates: readonly Candidate[];
  /** Handlers whose cases are asked for. */
  readonly isAsked: (handler: ProvedHandler) => boolean;
  /** In which the events find the systems. */
  readonly states: readonly string[];
  readonly footprints: Footprints;
  readonly seed: number;
  readonly drawn: Drawn;
}

/**
 * What events of one person come to, of handlers that touch the same: every two in each order of arrival and at once, of those
 * that do the same as others so many as stand for them (classes.ts). Drawn are the others of those, a type's further samples in
 * further states, schedules with more switches, and three one after another. They belong to the first one's handler, and to the
 * other's if that one is not asked for.
 */
export function meetingGroups(candidate: Candidate, options: MeetingOptions): Group[] {
  const { candidates, states, footprints, isAsked } = options;
  const { handler } = candidate;
  const own = participantsOf(candidate);
  const isAboutPeople = own.some(({ sample }) => isPerson(sample.event.subject));
  const all = candidates
    .filter((other) => footprints.meet(handler, other.handler))
    .flatMap(participantsOf)
    .filter(({ sample }) => isPerson(sample.event.subject) === isAboutPeople); // else they are about no one thing
  const isTried = (one: Participant) => footprints.areTried(handler, one.handler);
  const [tried, represented] = [all.filter(isTried), all.filter((one) => !isTried(one))];
  const unasked = tried.filter((one) => !isAsked(one.handler));
  const pairs = [...withEach(own, tried), ...withEach(unasked, own)];
  const [first = ""] = states;
  return [
    ...pairs.flatMap((pair) => states.flatMap((state) => pairGroups(handler, pair, state, options))),
    ...own
      .filter((participant) => !isOrdered(participant))
      .flatMap((one) => states.map((state) => ownGroup(one, state, TWICE, options))),
    ...own.map((one) => ownGroup(one, first, BESIDE_STRANGER, options)),
    ...drawnPairs(own, represented, options).map(([pair, state]) =>
      togetherGroup(handler, pair, state, options, false),
    ),
    ...drawnTriples(own, all, options).map(([triple, state]) => tripleGroup(handler, triple, state)),
  ];
}

function participantsOf({ handler, samples }: Candidate): Participant[] {
  return samples.map((sample) => ({ handler, sample }));
}

function withEach(some: readonly Participant[], others: readonly Participant[]): Participant[][] {
  return some.flatMap((one) => others.map((other) => [one, other]));
}

function pairGroups(
  handler: ProvedHandler,
  participants: readonly Participant[],
  state: string,
  options: MeetingOptions,
): Group[] {
  const { states } = options;
  const isAlways = state === states[0] || participants.every((participant) => isLeading(participant, options));
  const together = togetherGroup(handler, participants, state, options, isAlways);
  return mayMeetAtOnce(participants) ? [together, switchedGroup(handler, participants, state, options)] : [together];
}

/** In each order of arrival and, where nothing keeps them apart, at once. */
function togetherGroup(
  handler: ProvedHandler,
  participants: readonly Participant[],
  state: string,
  { footprints, seed, drawn, states }: MeetingOptions,
  isAlways: boolean,
): Group {
  const name = meetingName({ participants, state }).join(" · ");
  const isAtOnce = mayMeetAtOnce(participants);
  const calls = footprints.callsOf(participants);
  const draws = drawn.interleavings;
  return {
    handler,
    involved: participants.map((participant) => participant.handler.name),
    name,
    ...(isAlways ? {} : { draws }),
    async cases() {
      // Whatever the systems hold, whoever looks at no time lets the last to arrive win.
      const others = state === states[0] ? meetingsAboutOneThing(participants, state) : [];
      const all = [meetingOf(participants, state), ...others].flatMap((meeting) => {
        const ends = rememberEnds(meeting);
        return [...orderCases(meeting, ends), ...(isAtOnce ? interleavingCases(atOnce(meeting), ends, calls) : [])];
      });
      return isAlways ? all : sampled(all, draws, seededRandom(seedOf(seed, name)));
    },
  };
}

/** At once, with any number of switches. */
function switchedGroup(
  handler: ProvedHandler,
  participants: readonly Participant[],
  state: string,
  { footprints, seed, drawn: { interleavings: draws } }: MeetingOptions,
): Group {
  return {
    handler,
    involved: participants.map((participant) => participant.handler.name),
    name: `${meetingName({ participants, state }).join(" · ")} · with more switches`,
    draws,
    async cases() {
      const meeting = meetingOf(participants, state);
      const options = { seed, count: draws };
      return drawnInterleavingCases(atOnce(meeting), rememberEnds(meeting), footprints.callsOf(participants), options);
    },
  };
}

/** Its handler's first that it acts on: what others of its type do meets what a first one does in the first state, and is drawn in the rest. */
function isLeading({ handler, sample }: Participant, { candidates, footprints }: MeetingOptions): boolean {
  const candidate = candidates.find((one) => one.handler === handler);
  return candidate !== undefined && footprints.leadingSample(candidate) === sample.name;
}

/** Of a handler that meets itself: the same event twice, or a stranger's. */
function ownGroup(participant: Participant, state: string, { label, of }: OverlapKind, options: MeetingOptions): Group {
  const participants = [participant, participant];
  return {
    handler: participant.handler,
    involved: [participant.handler.name],
    name: [...meetingName({ participants, state }), label].join(" · "),
    async cases() {
      const overlap = { ...of(participant, state), label };
      return interleavingCases(overlap, rememberEnds(overlap.meeting), options.footprints.callsOf(participants));
    },
  };
}

function tripleGroup(handler: ProvedHandler, participants: readonly Participant[], state: string): Group {
  return {
    handler,
    involved: participants.map((participant) => participant.handler.name),
    name: meetingName({ participants, state }).join(" · "),
    draws: ORDERS_OF_THREE,
    async cases() {
      const meeting = meetingOf(participants, state);
      return orderCases(meeting, rememberEnds(meeting));
    },
  };
}

/** But the order of their times. */
const ORDERS_OF_THREE = 5;

/** Two events, one the handler's own and one of those that others represent to it, in a state. */
function drawnPairs(
  own: readonly Participant[],
  represented: readonly Participant[],
  { states, seed, drawn: { represented: count } }: MeetingOptions,
): (readonly [Participant[], string])[] {
  const random = seededRandom(seedOf(seed, `pairs of ${own[0]?.handler.name}`));
  return drawnMeetings(count, states, random, () => {
    const pair = [draw(own, random), draw(represented, random)];
    return random() < 0.5 ? pair : pair.toReversed();
  });
}

/** Three different events, the first the handler's own and each of the others one that it meets, in a state. */
function drawnTriples(
  own: readonly Participant[],
  others: readonly Participant[],
  { states, seed, drawn: { triples } }: MeetingOptions,
): (readonly [Participant[], string])[] {
  const random = seededRandom(seedOf(seed, `triples of ${own[0]?.handler.name}`));
  return drawnMeetings(triples, states, random, () => [draw(own, random), draw(others, random), draw(others, random)]);
}

/** Each once, and no event beside itself. */
function drawnMeetings(
  count: number,
  states: readonly string[],
  random: () => number,
  drawOne: () => readonly (Participant | undefined)[],
): (readonly [Participant[], string])[] {
  const found = new Map<string, readonly [Participant[], string]>();
  for (let drawing = 0; drawing < count; drawing += 1) {
    const drawn = drawOne();
    const participants = drawn.filter((participant) => participant !== undefined);
    const state = draw(states, random);
    if (state === undefined || new Set(participants.map(participantName)).size < drawn.length) continue;
    found.set([...participants.map(participantName), state].join(), [participants, state]);
  }
  return [...found.values()];
}
