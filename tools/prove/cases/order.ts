import { type Finding, divergence } from "../rules/finding.ts";
import type { Case } from "./case.ts";
import { drawn, seededRandom, seedOf } from "../../seeded-random.ts";
import type { Simulation } from "../simulation/simulation.ts";
import {
  type EndState,
  type Meeting,
  meetingName,
  meetingOf,
  type Participant,
  permutations,
  deliverInOrder,
  rulesNeeded,
} from "./several-events.ts";

/** Pairs in every starting state, triples in the first and in one drawn; each in every order of arrival but that of its times. */
export function orderCases(participants: readonly Participant[], states: readonly string[], seed: number): Case[] {
  const pairs = participants.flatMap((one) => participants.map((other) => [one, other]));
  const triples = pairs
    .flatMap((pair) =>
      participants.filter((participant) => !pair.includes(participant)).map((participant) => [...pair, participant]),
    )
    .filter((triple) => new Set(triple).size === 3);
  const meetings = [
    ...pairs.flatMap((pair) => states.map((state) => meetingOf(pair, state))),
    ...triples.flatMap((triple) => statesOfTriple(triple, states, seed).map((state) => meetingOf(triple, state))),
  ];
  return meetings.flatMap(orderCasesOf);
}

function statesOfTriple(triple: readonly Participant[], states: readonly string[], seed: number): string[] {
  const [first = "", ...others] = states;
  const random = seededRandom(seedOf(seed, triple.map(({ handler, sample }) => handler.name + sample.name).join(" ")));
  const other = drawn(others, random);
  return other === undefined ? [first] : [first, other];
}

function orderCasesOf(meeting: Meeting): Case[] {
  const orders = permutations(meeting.participants.length);
  const inTime = meeting.participants.map((_, index) => index);
  let expected: EndState | undefined;
  const runExpected = (simulation: Simulation) => deliverInOrder(simulation, meeting, inTime);
  return orders
    .filter((order) => order.join() !== inTime.join())
    .map((order): Case => {
      const disturbance = `arriving as ${order.map((index) => index + 1).join(" ")}`;
      const [, list = ""] = meetingName(meeting);
      return {
        property: "order",
        name: [...meetingName(meeting), disturbance].join(" · "),
        place: meeting.participants.map(({ handler }) => handler.name).join(", then "),
        disturbance,
        declarable: [{ fault: disturbance, operation: list }],
        smaller: () => (order.length > 2 ? order.flatMap((left) => orderCasesOf(without(meeting, left))) : []),
        runExpected: async (simulation) => void (await runExpected(simulation)),
        async run(simulation) {
          expected ??= await runExpected(simulation);
          const actual = await deliverInOrder(simulation, meeting, order);
          const arrivalRules = rulesNeeded(expected, actual, meeting.rules);
          const findings: Finding[] =
            arrivalRules === undefined
              ? [divergence("order", "ends otherwise than in the order of the events' times")]
              : [];
          return {
            findings,
            expected: [expected.whole],
            actual: actual.whole,
            longestMs: 0,
            arrivalRules: arrivalRules ?? [],
          };
        },
      };
    });
}

function without({ participants, state }: Meeting, left: number): Meeting {
  return meetingOf(
    participants.filter((_, index) => index !== left),
    state,
  );
}
