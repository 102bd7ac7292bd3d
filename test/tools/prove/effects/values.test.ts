import { describe, expect, it } from "@jest/globals";
import type { Event } from "../../../../functions/runtime/define/handler.ts";
import { spellFields, withoutValues } from "../../../../tools/prove/effects/values.ts";

const event: Event = {
  id: "evt_1",
  source: "/sources/app",
  type: "order.placed",
  subject: "ada@example.com",
  time: "2026-11-02T09:30:00.250Z",
  data: {
    email: "ada@example.com",
    name: "Ada",
    total: 42,
    items: [{ sku: "A-1" }],
    note: "$5 (net) [sic] a/b",
    at: "2026-11-02T09:00:00Z",
  },
} as unknown as Event; // of a type that is no handler's

const names = new Map([
  ["00Q000000000001", "Lead “Ada” (the older)"],
  ["7", "Order (new)"],
]);
const spelled = (value: unknown, held = value) => spellFields({ field: value }, { field: held }, event, names)["field"];

describe("spellFields", () => {
  it.each<[what: string, value: unknown, text: string | undefined]>([
    ["a field of the event's data", "Ada", '"Ada" ← name'],
    ["a field deep in it", "A-1", '"A-1" ← items[0].sku'],
    ["a number of it", 42, "42 ← total"],
    ["a time of it", "2026-11-02T09:00:00Z", '"2026-11-02T09:00:00Z" ← at'],
    ["the subject, which the data have too", "ada@example.com", '"ada@example.com" ← email'],
    ["the event's id", "evt_1", '"evt_1" ← id'],
    ["a text with a field in it", "Dear Ada, 42", '"Dear {name}, 42"'],
    ["a text with a field in a word of it", "Adan", '"Adan"'],
    ["a text with a field of odd characters in it", "(1+1)? A-1!", '"(1+1)? {items[0].sku}!"'],
    ["a text with marks in it", "it's $5 (net) [sic] a/b.", '"it\'s {note}."'],
    ["another text", "Acme", '"Acme"'],
    ["a small number, which is there by accident", 1, "1"],
    ["a truth", true, "true"],
    ["the event's time in milliseconds", Date.parse(event.time), "the event's time"],
    ["the event's time in seconds", Math.floor(Date.parse(event.time) / 1000), "the event's time"],
    ["the event's time as text", event.time, "the event's time"],
    ["a time after it", "2026-11-02T11:30:00.250+00:00", "the event's time + 2 h"],
    ["a time before it", Math.floor(Date.parse(event.time) / 1000) - 90, "the event's time − 90 s"],
    ["a time without a zone", "2026-11-02T09:30:00", '"2026-11-02T09:30:00"'],
    ["a time of another year", "2019-01-01T00:00:00Z", '"2019-01-01T00:00:00Z"'],
    ["a hash", "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72", "b5fc85…1d72"],
    ["a ULID", "01M6DSG7E00MD4A9M44CVCYCS6", "01M6DS…YCS6"],
    ["a random id", "1b4e28ba-2fa1-4d2b-883f-0016d3cca427", "a random id"],
    ["a reference", "00Q000000000001", "Lead “Ada” (the older)"],
    ["a reference by a short id", "7", "Order (new)"],
    ["a text with an id in it", "https://a.example/00Q000000000001", '"https://a.example/{Lead “{name}” (the older)}"'],
    ["nothing", null, undefined],
  ])("spells %s", (_what, value, text) => {
    expect(spelled(value)).toBe(text);
  });

  it("takes what counts where the state's own value holds no reference", () => {
    expect(spelled("/{id}", "/0123456789abcdef")).toBe('"/{id}"');
    expect(spelled("Lead ada", "00Q000000000001")).toBe("Lead “Ada” (the older)");
  });

  it("puts the fields of objects by their paths, and a text's lines each", () => {
    expect(spellFields({ a: { b: "x" }, list: ["x"], text: "Hello\nAda" }, undefined, event, names)).toEqual({
      "a.b": '"x"',
      list: '["x"]',
      "text line 1": '"Hello"',
      "text line 2": '"Ada" ← name',
    });
  });
});

describe("withoutValues", () => {
  it.each([
    ['FirstName: "Ada" ← firstName', "FirstName: ← firstName"],
    ['a: "x \\" y" → "Ada" ← name', 'a: "x \\" y" → ← name'],
    ["total: 42.5 ← total", "total: ← total"],
    ["key: b5fc85…1d72", "key: …"],
    ['Status: "Sent"', 'Status: "Sent"'],
  ])("of %s leaves %s", (line, left) => {
    expect(withoutValues(line)).toBe(left);
  });
});
