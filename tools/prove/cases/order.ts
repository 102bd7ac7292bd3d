import { type Finding, divergence } from "../rules/finding.ts";
import type { Case } from "./case.ts";
import { type Ends, type Meeting, meetingName, permutations, rulesNeeded } from "./several-events.ts";

/** The meeting in every order of arrival but that of its times. */
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
        declarable: [{ fault: disturbance, operation: list }],
        runExpected: async (simulation) => void (await ends(simulation, inTime)),
        async run(simulation) {
          const expected = await ends(simulation, inTime);
          const actual = await ends(simulation, order);
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
