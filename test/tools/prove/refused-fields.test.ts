import { describe, expect, it } from "@jest/globals";
import { leavingOut } from "../../../tools/prove/cases/refused-fields.ts";
import { openSimulation, type Simulation } from "../../../tools/prove/simulation/simulation.ts";
import { holdState, isEqual } from "../../../tools/prove/simulation/snapshot.ts";
import { standIns } from "./candidates.ts";

const lead = { LastName: "Hopper", Company: "Navy", Email: "grace@example.com" };

/** An org that holds this Lead. */
function holding(fields: object): Simulation {
  const simulation = openSimulation(standIns, 1);
  for (const system of simulation.systems) system.reset();
  simulation.systems.find(({ name }) => name === "salesforce")?.seed({ Lead: [{ ...lead, ...fields }] });
  return simulation;
}

describe("leavingOut", () => {
  const refused = [{ system: "salesforce", kind: "Lead", field: "Country" }];
  it.each([
    ["the field left out", { Description: "Call me" }, true],
    ["the value noted in words", { Description: "Call me\n\nCountry: USA" }, true],
    ["the value noted alone", { Description: "USA\nCall me" }, true],
    ["another value in its place", { Country: "Ireland", Description: "Call me" }, true],
    ["what was to stand there lost", {}, false],
    ["something else noted", { Description: "Call me\n\nPhone: 123" }, false],
    ["another field lost", { Description: "Call me", Company: "Army" }, false],
  ])("takes it for the same or not: %s", (_what, fields, isSame) => {
    const right = holdState(holding({ Country: "USA", Description: "Call me" }));
    const actual = holding(fields);
    const [expected, see] = leavingOut(actual, right, refused);
    expect(isEqual(expected, see(actual))).toBe(isSame);
  });

  it.each([
    ["in another zone", "Email Bounced Date: 2026-11-05T16:00:00+01:00", true],
    ["to the millisecond", "Email Bounced Date: 2026-11-05T15:00:00.000Z", true],
    ["wrong", "Email Bounced Date: 2026-11-05T16:00:00Z", false],
  ])("takes the same time for the same, however it is spelled: %s", (_how, note, isSame) => {
    const right = holdState(holding({ EmailBouncedDate: "2026-11-05T15:00:00Z", Description: "Call me" }));
    const actual = holding({ Description: `Call me\n\n${note}` });
    const [expected, see] = leavingOut(actual, right, [
      { system: "salesforce", kind: "Lead", field: "EmailBouncedDate" },
    ]);
    expect(isEqual(expected, see(actual))).toBe(isSame);
  });

  it.each([
    ["DE", "Country: Germany", true],
    [" de ", "Country: Germany", true],
    ["DE", "Country: DE", true],
    ["DE", "Country: France", false],
    ["Deutschland", "Country: Germany", false],
  ])("takes a value in the system's other spelling for the same: %s as %s", (country, note, isSame) => {
    const right = holdState(holding({ Country: country, Description: "Call me" }));
    const actual = holding({ Description: `Call me\n\n${note}` });
    const [expected, see] = leavingOut(actual, right, refused);
    expect(isEqual(expected, see(actual))).toBe(isSame);
  });
});
