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
import type { Candidate, Drawn } from "../proof.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { drawn as draw, sampled, seededRandom, seedOf } from "../../seeded-random.ts";
import type { Footprints } from "./footprint.ts";

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
 * What events of one person come to, of handlers that touch the same: every two in each order of arrival and at once. Drawn
 * are those of a type's further samples in further states, schedules with more switches, and three one after another. They belong to the first one's handler, and to the other's if
 * that one is not asked for.
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
  const unasked = all.filter((one) => !isAsked(one.handler));
  const pairs = [...withEach(own, all), ...withEach(unasked, own)];
  const [first = ""] = states;
  return [
    ...pairs.flatMap((pair) => states.flatMap((state) => pairGroups(handler, pair, state, options))),
    ...own
      .filter((participant) => !isOrdered(participant))
      .flatMap((one) => states.map((state) => ownGroup(one, state, TWICE, options))),
    ...own.map((one) => ownGroup(one, first, BESIDE_STRANGER, options)),
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
  { candidates, footprints, seed, drawn, states }: MeetingOptions,
): Group[] {
  const name = meetingName({ participants, state }).join(" · ");
  const involved = participants.map((participant) => participant.handler.name);
  const isAtOnce = mayMeetAtOnce(participants);
  const calls = footprints.callsOf(participants);
  const isAlways = state === states[0] || participants.every((participant) => isFirstSample(participant, candidates));
  const draws = drawn.interleavings;
  const together: Group = {
    handler,
    involved,
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
  const more: Group = {
    handler,
    involved,
    name: `${name} · with more switches`,
    draws,
    async cases() {
      const meeting = meetingOf(participants, state);
      const options = { seed, count: draws };
      return drawnInterleavingCases(atOnce(meeting), rememberEnds(meeting), calls, options);
    },
  };
  return isAtOnce ? [together, more] : [together];
}

/** Its handler's first: what others of its type do meets what a first one does in the first state, and is drawn in the rest. */
function isFirstSample({ handler, sample }: Participant, candidates: readonly Candidate[]): boolean {
  const candidate = candidates.find((one) => one.handler === handler);
  return candidate?.samples[0]?.name === sample.name;
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

/** Three different events, the first the handler's own and each of the others one that it meets, in a state. */
function drawnTriples(
  own: readonly Participant[],
  others: readonly Participant[],
  { states, seed, drawn: { triples } }: MeetingOptions,
): (readonly [Participant[], string])[] {
  const random = seededRandom(seedOf(seed, `triples of ${own[0]?.handler.name}`));
  const found = new Map<string, readonly [Participant[], string]>();
  for (let drawing = 0; drawing < triples; drawing += 1) {
    const participants = [draw(own, random), draw(others, random), draw(others, random)].filter(
      (participant) => participant !== undefined,
    );
    const state = draw(states, random);
    if (state === undefined || new Set(participants.map(participantName)).size < 3) continue;
    found.set([...participants.map(participantName), state].join(), [participants, state]);
  }
  return [...found.values()];
}
