import { describe, expect, it } from "@jest/globals";
import type { Event } from "../../../../functions/runtime/define/handler.ts";
import { implausibleValues } from "../../../../tools/prove/rules/implausible-values.ts";

const data = {
  dealId: "D-7",
  amount: 11900,
  currency: "JPY",
  closedOn: "2026-12-10",
  isTrial: true,
  marketingConsent: true,
  half: 0.5,
};
const event = { id: "1", time: "2026-05-02T09:30:00.000Z", subject: "cus_1", data } as unknown as Event; // of a type that there is not

function rulesOf(fields: Readonly<Record<string, unknown>>): string[] {
  const record = { kind: "salesforce Lead", key: "1", name: "Lead", fields };
  return implausibleValues({ before: [], after: [record] }, event).map(({ rule }) => rule);
}

describe("what is written and can't be meant, of numbers, dates and boxes", () => {
  it.each([
    ["what is left of a sum of fractions", { Total: 0.1 + 0.2 }, "writes 0.30000000000000004 into Total"],
    ["the same in a text", { Text: `in all ${1.1 * 3} EUR` }, "writes 3.3000000000000003 into Text"],
    ["a month that is counted from 0", { close_month: 11 }, "a month before the event's closedOn"],
    [
      "a date made of one",
      { CloseDate: "2026-11-10" },
      "writes 2026-11-10 into CloseDate of salesforce Lead, a month before",
    ],
    ["a date made of one without its zeros", { CloseDate: "2026-11-10T00:00" }, "a month before the event's closedOn"],
    ["the opposite of a box", { is_trial: false }, "writes false into is_trial of salesforce Lead, the opposite of"],
    ["an opt-out of who consents", { HasOptedOutOfEmail: true }, "the opposite of the event's marketingConsent (true)"],
    [
      "yen by hundreds",
      { Amount: 119 },
      "divides the event's amount by 100 for Amount of salesforce Lead: JPY has 0 digits",
    ],
    ["the same in a text", { Text: "paid ¥119.00 today" }, "divides the event's amount by 100 for Text"],
  ])("is %s", (_, fields, says) => {
    expect(rulesOf(fields)).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    [
      "jpy",
      { Text: "paid ¥119.00" },
      ["divides the event's amount by 100 for Text of salesforce Lead: JPY has 0 digits"],
    ],
    ["eur", { Text: "paid 11900 eur" }, ["writes the event's amount into Text of salesforce Lead as it is"]],
    ["eur", { Text: "paid €119.00" }, []],
    // Intl gives forints no digits.
    ["HUF", { Text: "paid HUF 119.00" }, []],
  ])("is an amount in %s, as in %j: %j", (currency, fields, rules) => {
    const record = { kind: "salesforce Lead", key: "1", name: "Lead", fields };
    const said = { ...event, data: { ...data, currency } } as unknown as Event;
    const found = implausibleValues({ before: [], after: [record] }, said, { inMinorUnits: new Set(["amount"]) });
    expect(found.map(({ rule }) => rule)).toEqual(rules.map((rule) => expect.stringContaining(rule)));
  });

  it.each([
    ["as they are", { Amount: 11900 }],
    ["as they are, in a text", { Text: "paid €11,900.00" }],
  ])("is an amount in minor units %s, where the schema says so", (_, fields) => {
    const record = { kind: "salesforce Opportunity", key: "1", name: "Opportunity", fields };
    const inEuros = { ...event, data: { ...data, currency: "EUR" } } as unknown as Event;
    const rulesWith = (inMinorUnits: ReadonlySet<string>) =>
      implausibleValues({ before: [], after: [record] }, inEuros, { inMinorUnits }).map(({ rule }) => rule);
    expect(rulesWith(new Set(["amount"]))).toEqual([expect.stringContaining("it is in minor units, and EUR has 2")]);
    expect(rulesWith(new Set())).toEqual([]);
  });

  it("is no amount in minor units that is divided, counted in them by its name, or passed on by its own", () => {
    const fields = { Amount: 119, amount_cents: 11900, amount: 11900, Text: "€119.00 by in_11900" };
    const record = { kind: "customerio people", key: "1", name: "Ada", fields };
    const inEuros = { ...event, data: { ...data, currency: "EUR" } } as unknown as Event;
    const inMinorUnits = new Set(["amount"]);
    expect(implausibleValues({ before: [], after: [record] }, inEuros, { inMinorUnits })).toEqual([]);
  });

  it.each([
    ["a number that somebody has rounded", { Total: 0.3, Rate: 1.000001, Score: 0.3333333333333333 }],
    [
      "the event's own month, and its day",
      { close_month: 12, event_month: 5, CloseDate: "2026-12-10", Day: "2026-05-02" },
    ],
    ["11 of what is no month", { Seats: 11 }],
    ["the event's boxes, and those that begin empty", { is_trial: true, HasOptedOutOfEmail: false, DoNotCall: true }],
    ["yen as they are", { Amount: 11900, Text: "paid ¥11,900", Id: "in-119" }],
  ])("is not %s", (_, fields) => {
    expect(rulesOf(fields)).toEqual([]);
  });
});
