import { type Finding, divergence, OUT_OF_ORDER } from "../finding.ts";
import type { Case } from "./case.ts";
import {
  type Ends,
  type Meeting,
  meetingName,
  meetingOf,
  permutations,
  rememberEnds,
  rulesNeeded,
} from "./several-events.ts";

/** The meeting in every order of arrival except that of the events' times. */
export function orderCases(meeting: Meeting, ends: Ends): Case[] {
  const orders = permutations(meeting.participants.length);
  const inTime = meeting.participants.map((_, index) => index);
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
        types: meeting.participants.map(({ handler }) => handler.handler.eventType),
        says: "the events are numbered in the order in which they happened, and arrive in another",
        declarable: [{ fault: disturbance, operation: list }],
        smaller: () => (order.length > 2 ? order.flatMap((left) => pairWithout(meeting, left)) : []),
        runExpected: async (simulation) => void (await ends(simulation, inTime)),
        async run(simulation) {
          const expected = await ends(simulation, inTime);
          const actual = await ends(simulation, order);
          const arrivalRules = rulesNeeded(expected, actual, meeting.rules);
          const findings: Finding[] = arrivalRules === undefined ? [divergence("order", OUT_OF_ORDER)] : [];
          return {
            findings,
            expected: [expected.whole],
            actual: actual.whole,
            longestMs: 0,
            arrivalRules: arrivalRules ?? [],
            excusedBy: (rules) => rulesNeeded(expected, actual, [...meeting.rules, ...rules]),
          };
        },
      };
    });
}

function pairWithout({ participants, state }: Meeting, left: number): Case[] {
  const pair = participants.filter((_, index) => index !== left);
  const meeting = meetingOf(pair, state);
  return orderCases(meeting, rememberEnds(meeting));
}
