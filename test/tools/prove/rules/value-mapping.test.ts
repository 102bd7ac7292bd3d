import { describe, expect, it } from "@jest/globals";
import { wrongMappings } from "../../../../tools/prove/rules/value-mapping.ts";

/** What a table of words makes of the event's priority; undefined: no record. */
function rulesOf(table: Readonly<Record<string, string | null | undefined>>): string[] {
  const told = Object.entries(table).map(([value, Priority]) => ({
    value,
    records: Priority === undefined ? [] : [{ kind: "salesforce Task", fields: { Subject: "Call", Priority } }],
  }));
  return wrongMappings("priority", told).map(({ rule }) => rule);
}

function numberRules(written: (said: number) => number | null): string[] {
  const told = [5, 0, 1, -5].map((value) => ({
    value,
    records: [{ kind: "customerio people", fields: { attributes: { seats: written(value) } } }],
  }));
  return wrongMappings("seats", told).map(({ rule }) => rule);
}

describe("wrongMappings", () => {
  it.each([
    [
      "two words exchanged",
      { low: "High", normal: "Normal", high: "Low" },
      ["where the event's priority is low", "where the event's priority is high"],
    ],
    ["a word forgotten", { low: "Low", normal: null, high: "High" }, ["empty where the event's priority is normal"]],
    ["a word moved on by one", { low: "Normal", normal: "High", high: "Urgent" }, ["is low", "is normal"]],
  ])("tells %s", (_, table, says) => {
    expect(rulesOf(table)).toEqual(says.map((text) => expect.stringContaining(text)));
  });

  it.each([
    ["words as they are", { low: "Low", normal: "Normal", high: "HIGH" }],
    ["two that are one there", { low: "Low", normal: "Normal", high: "High", urgent: "High" }],
    ["other words", { low: "P3", normal: "P2", high: "P1" }],
    ["one that is left alone", { low: undefined, normal: "Normal", high: "High" }],
    ["what a system begins with", { low: "Normal", normal: "Normal", high: "High" }],
  ])("says nothing against %s", (_, table) => {
    expect(rulesOf(table)).toEqual([]);
  });

  it("tells a 0 or a negative number that becomes another, or nothing, where others are passed on", () => {
    expect(numberRules((said) => said || 1)).toEqual([expect.stringContaining("writes 1 into seats")]);
    expect(numberRules((said) => said || null)).toEqual([
      expect.stringContaining("empty where the event's seats is 0"),
    ]);
    expect(numberRules((said) => Math.max(0, said))).toEqual([
      expect.stringContaining("writes 0 into seats of customerio people, where the event's seats is -5"),
    ]);
    expect(numberRules((said) => said)).toEqual([]);
    expect(numberRules((said) => Math.round(said / 5) * 5)).toEqual([]);
    expect(numberRules(() => 7)).toEqual([]);
  });
});
