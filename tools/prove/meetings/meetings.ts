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
import type { Group } from "../run/group.ts";
import type { Candidate } from "../run/candidate.ts";
import type { Drawn } from "../run/selection.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { drawn as draw, sampled, seededRandom, seedOf } from "../../seeded-random.ts";
import type { Footprints } from "./compare.ts";

interface MeetingOptions {
  readonly candidates: readonly Candidate[];
  /** Handlers whose cases are selected. */
  readonly isAsked: (handler: ProvedHandler) => boolean;
  /** Starting states of the systems. */
  readonly states: readonly string[];
  readonly footprints: Footprints;
  readonly seed: number;
  readonly drawn: Drawn;
}

/**
 * Meetings of events of one person whose handlers touch the same records: every two, in each order of arrival and at
 * once, limited to representatives of each class (classes.ts). Drawn are the other members of classes, further samples
 * in further states, schedules with more switches, and three in sequence. A meeting belongs to the first handler, or to
 * the other if the first is not selected.
 */
export function meetingGroups(candidate: Candidate, options: MeetingOptions): Group[] {
  const { candidates, states, footprints, isAsked } = options;
  const { handler } = candidate;
  const own = participantsOf(candidate);
  const isAboutPeople = own.some(({ sample }) => isPerson(sample.event.subject));
  const all = candidates
    .filter((other) => footprints.meet(handler, other.handler))
    .flatMap(participantsOf)
    .filter(({ sample }) => isPerson(sample.event.subject) === isAboutPeople); // otherwise they are not about the same thing
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

/** In each order of arrival and, unless ordering prevents it, at once. */
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
      // A handler that ignores times lets the last to arrive win in any state, so one state is enough.
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

/**
 * Whether this is the handler's first sample with effects. Only such samples always meet others, in the first state;
 * the rest are drawn.
 */
function isLeading({ handler, sample }: Participant, { candidates, footprints }: MeetingOptions): boolean {
  const candidate = candidates.find((one) => one.handler === handler);
  return candidate !== undefined && footprints.leadingSample(candidate) === sample.name;
}

/** A handler meeting itself: with the same event twice, or with another person's. */
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

/** All orders except that of their times. */
const ORDERS_OF_THREE = 5;

/**
 * Drawn pairs: one of the handler's own events and one of a handler that is otherwise only represented to it, in some
 * state.
 */
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

/** Drawn triples: one of the handler's own events and two of handlers that it meets, in some state. */
function drawnTriples(
  own: readonly Participant[],
  others: readonly Participant[],
  { states, seed, drawn: { triples } }: MeetingOptions,
): (readonly [Participant[], string])[] {
  const random = seededRandom(seedOf(seed, `triples of ${own[0]?.handler.name}`));
  return drawnMeetings(triples, states, random, () => [draw(own, random), draw(others, random), draw(others, random)]);
}

/** Each combination once. An event never meets itself. */
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
