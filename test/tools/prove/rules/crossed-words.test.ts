import { describe, expect, it } from "@jest/globals";
import { crossedWords } from "../../../../tools/prove/rules/crossed-words.ts";

function rulesOf(table: Readonly<Record<string, string>>): string[] {
  const told = Object.entries(table).map(([value, name]) => ({
    value,
    records: [{ kind: "customerio events", fields: { name } }],
  }));
  return crossedWords("status", told).map(({ rule }) => rule);
}

describe("crossedWords", () => {
  it.each([
    ["two", { hard: "email_soft_bounced", soft: "email_hard_bounced", complaint: "email_complaint" }, ["hard", "soft"]],
    ["three", { hard: "SoftBounce", soft: "No show", no_show: "hard" }, ["hard", "soft", "no_show"]],
  ])("tells %s in each other's place", (_, table, values) => {
    expect(rulesOf(table)).toEqual(values.map((value) => expect.stringMatching(new RegExp(` status is ${value}$`))));
  });

  it.each([
    ["its own words", { hard: "email_hard_bounced", soft: "email_soft_bounced" }],
    ["one of whom another is said", { registered: "Has registered", cancelled: "Is no longer registered" }],
    ["what comes next", { starter: "Offer pro", pro: "Offer enterprise", enterprise: "Offer a visit" }],
    ["two that are one", { urgent: "High", high: "High", low: "Low" }],
    ["letters", { a: "Class B", b: "Class A" }],
  ])("says nothing against %s", (_, table) => {
    expect(rulesOf(table)).toEqual([]);
  });
});
