import { describe, expect, it } from "@jest/globals";
import { comparable } from "../../../local/salesforce/proof/comparable.ts";
import salesforce from "../../../local/salesforce/stand-in.ts";
import { isBetween, kindsOf } from "../../../tools/prove/simulation/snapshot.ts";
import { openSimulation } from "../../../tools/prove/simulation/simulation.ts";

const end = (people: readonly string[], events: readonly string[]) =>
  new Map([
    ["people", people],
    ["events", events],
  ]);

describe("isBetween", () => {
  const ends = [end(["Ada"], ["a", "b"]), end([], ["b"])];

  it.each([
    ["the one", end(["Ada"], ["a", "b"]), true],
    ["the other", end([], ["b"]), true],
    ["happenings of the one beside records of the other", end([], ["a", "b"]), true],
    ["what both have, left out", end([], ["a"]), false],
    ["one more than either", end([], ["a", "a", "b"]), false],
    ["one that neither has", end([], ["b", "c"]), false],
    ["records of neither", end(["Emmy"], ["b"]), false],
  ])("of two ends: %s", (_what, actual, isRight) => {
    expect(isBetween(ends, actual, new Set(["events"]))).toBe(isRight);
  });
});

describe("kindsOf", () => {
  const [system] = openSimulation([salesforce], 1).systems;
  if (system === undefined) throw new Error("it was opened with one");

  it("spells a record anew that has changed in its place", () => {
    const task = { Subject: "Call" };
    const spell = () => kindsOf({ ...system, comparable: () => ({ Task: [task] }) }, {}).get("salesforce Task");
    const before = spell();
    task.Subject = "Call back";
    expect([before, spell()]).toEqual([['{"Subject":"Call"}'], ['{"Subject":"Call back"}']]);
  });

  it("tells a reference by what its record is called by now, however often it has told it", () => {
    const member = { Id: "00v1", CampaignId: "7011", Status: "Sent" };
    const spell = (Name: string) =>
      kindsOf(system, { Campaign: [{ Id: "7011", Name }], CampaignMember: [member] }).get("salesforce CampaignMember");
    const told = ["Spring", "Spring", "Autumn"].map(spell);
    const as = (name: string) => [`{"CampaignId":"Campaign ${name}","Status":"Sent"}`];
    expect(told).toEqual([as("Spring"), as("Spring"), as("Autumn")]);
  });

  it("leaves out what is to be left out of a record that was compared as a whole before", () => {
    const state = { Task: [{ Id: "00T1", Subject: "Call", Status: "Open" }] };
    const without = (field: string) => comparable(state, (_kind, name) => name === field)["Task"];
    expect([kindsOf(system, state).get("salesforce Task"), without("Status"), without("Subject")]).toEqual([
      ['{"Status":"Open","Subject":"Call"}'],
      [{ Subject: "Call" }],
      [{ Status: "Open" }],
    ]);
  });

  it("tells a reference to one of several records of a name without what its Description says of a field left out", () => {
    const [Email, LastName] = ["ada@example.com", "Lovelace"];
    const converted = { Id: "00Q1", Email, IsConverted: true };
    const tasksOf = (lead: object) => {
      const state = { Lead: [converted, { Id: "00Q2", Email, ...lead }], Task: [{ Id: "00T1", WhoId: "00Q2" }] };
      return comparable(state, (kind, name) => kind === "Lead" && name === "LastName")["Task"];
    };
    expect(tasksOf({ Description: "Last Name: Lovelace" })).toEqual(tasksOf({ LastName }));
    expect(tasksOf({ Title: "Countess" })).not.toEqual(tasksOf({ LastName }));
  });
});
