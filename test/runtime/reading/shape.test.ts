import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { checked } from "../../../functions/runtime/validate.ts";
import { readAs } from "../../../functions/runtime/reading/shape.ts";
import { formats } from "../../../bundler/write/formats.ts";
import { readingFacts } from "../../../bundler/write/reading-facts.ts";

const text = { type: "string" };
const schema = {
  type: "object",
  required: ["id", "lines", "count"],
  properties: {
    id: { type: "string", minLength: 1 },
    count: { type: "integer" },
    text,
    number: { type: "number", minimum: 0 },
    integer: { type: "integer" },
    truth: { type: "boolean" },
    list: { type: "array", items: text },
    page: { type: "string", format: "uri" },
    size: { type: "string", enum: ["small", "large"] },
    either: { type: ["string", "null"] },
    anything: {},
    person: { type: "object", required: ["name"], properties: { name: text, phone: { type: "string", maxLength: 5 } } },
    lines: {
      type: "array",
      items: { type: "object", required: ["sku"], properties: { sku: { ...text, maxLength: 3 } } },
    },
  },
};
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats });
const validate: Validate<object> = Object.assign(ajv.compile<object>(schema), readingFacts(schema));
const identity = { id: "a", count: 1, lines: [] };
const read = (value: object) => checked(validate, { ...identity, ...value }, "/data");

describe("checked, of what a schema does not require", () => {
  it.each([
    ["null", { text: null, number: null, list: null, person: null, truth: null }, {}],
    ["blank", { text: "", number: " ", list: "\t", truth: "\u200b\u00a0\u3164", page: "\n" }, {}],
    ["null that the schema allows", { either: null }, { either: null }],
    ["a number for a text", { text: 7.5 }, { text: "7.5" }],
    ["a truth for a text", { text: false }, { text: "false" }],
    ["a list for a text", { text: ["a", 1, null, "", {}, true] }, { text: "a, 1, true" }],
    ["an empty list for a text", { text: [] }, {}],
    ["an object without a name for a text", { text: { unit: "a" } }, {}],
    ["a named object for a text", { text: { id: 7, name: "a" } }, { text: "a" }],
    ["an object with two names for a text", { text: { Name: "a", name: "b", title: "c" } }, { text: "c" }],
    ["an object with one name, twice, for a text", { text: { Name: "a", name: "a", title: "c" } }, { text: "a" }],
    ["a list of named objects for a text", { text: [{ label: "a" }, { value: 7 }, { unit: "b" }] }, { text: "a, 7" }],
    [
      "what programs write for nothing",
      { text: "undefined", number: "NaN", list: ["null", "[object Object]"] },
      { list: [] },
    ],
    ["places that nobody has filled in", { text: " {{a.b}} *|C|* ", page: "%%d%%", anything: "${e}" }, {}],
    ["what only looks so", { text: "{{a}} b" }, { text: "{{a}} b" }],
    ["entities as they are: they are read once, as they come", { text: "a &amp; b" }, { text: "a &amp; b" }],
    ["JSON for an object", { person: '{"name":"Ada"}' }, { person: { name: "Ada" } }],
    ["JSON for a list", { list: ' ["a",7]' }, { list: ["a", "7"] }],
    ["what only begins as JSON", { person: "{Ada}", list: "[Ada]" }, { list: ["[Ada]"] }],
    ["an object alone in a list", { person: [{ name: "Ada" }] }, { person: { name: "Ada" } }],
    [
      "an object alone in a list with a form field's words",
      { person: [{ id: "a", name: "Ada", phone: "12345", value: 12 }] },
      { person: { id: "a", name: "Ada", phone: "12345", value: 12 } },
    ],
    [
      "names in another spelling",
      { TEXT: "a", person: { "Na-me": "Ada", name_: "Ada" } },
      { text: "a", person: { name: "Ada", name_: "Ada" } },
    ],
    ["none of several in other spellings", { TEXT: "a", Text: "b" }, { TEXT: "a", Text: "b" }],
    ["nobody of several in other spellings", { person: { "Na-me": "Ada", name_: "Bob" } }, {}],
    ["the one that says something in another spelling", { TEXT: " ", Text: "b" }, { TEXT: " ", text: "b" }],
    ["the name that it knows before another spelling", { text: "a", Text: "b" }, { text: "a", Text: "b" }],
    [
      "numbers and truths as texts",
      { number: "7.5", integer: " 7 ", truth: "True" },
      { number: 7.5, integer: 7, truth: true },
    ],
    ["a truth in words", { truth: "on" }, { truth: true }],
    ["a truth in other words", { truth: " Nein" }, { truth: false }],
    ["what spells none", { number: "seven", integer: 7.5, truth: "maybe" }, {}],
    ["no number that JSON has", { number: Infinity, text: Number.NaN }, {}],
    ["one thing for a list", { list: "a" }, { list: ["a"] }],
    ["other things in a list", { list: ["a", null, 7, { b: 1 }, ""] }, { list: ["a", "7"] }],
    ["a text for an object", { person: "Ada" }, {}],
    ["an object without what it needs", { person: { name: " ", phone: "1" } }, {}],
    ["a gift within a gift", { person: { name: "Ada", phone: "123456" } }, { person: { name: "Ada" } }],
    ["another format", { page: "/demo" }, {}],
    ["an enumeration's word in other letters", { size: " LARGE" }, { size: "large" }],
    ["what an enumeration lacks", { size: "medium", number: -1 }, {}],
    [
      "items without what they need",
      { lines: [{}, { sku: "abc" }, "x", null, { sku: "abcd" }] },
      { lines: [{ sku: "abc" }] },
    ],
    ["what is anything", { anything: [null, ""] }, { anything: [null, ""] }],
    [
      "members that it does not know, as they are",
      { budget: null, more: { a: [""] } },
      { budget: null, more: { a: [""] } },
    ],
    ["control characters and halves of pairs", { text: " a\0b\ud800\n" }, { text: "ab\ufffd" }],
  ])("reads %s", (_what, given, expected) => {
    expect(read(given)).toEqual({ ...identity, ...expected });
  });

  it("cuts what is longer than any receiver takes, at a character's border", () => {
    expect(read({ text: `${"a".repeat(99_999)}😀` })).toEqual({ ...identity, text: "a".repeat(99_999) });
  });

  it("drops a member that is called __proto__, and leaves every prototype alone", () => {
    const data: object = JSON.parse(
      '{"id":"a","count":1,"lines":[],"__proto__":{"text":"x"},"person":{"name":"A","__proto__":{"b":1}}}',
    );
    const result = checked(validate, data);
    expect(JSON.stringify(result)).toBe('{"id":"a","count":1,"lines":[],"person":{"name":"A"}}');
    expect(Reflect.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it("leaves what it is given as it is", () => {
    const given = { ...identity, page: "/demo", lines: [{ sku: "abcd" }] };
    checked(validate, given);
    expect(given).toEqual({ ...identity, page: "/demo", lines: [{ sku: "abcd" }] });
  });
});

describe("checked, of what a schema requires", () => {
  it.each([
    ["null", { id: null }, "/data/id is missing"],
    ["blank", { id: "\u200b" }, "/data/id is missing"],
    ["a number that has lost digits", { id: 2 ** 53 }, "/data/id must be string"],
    ["half a number for a text", { id: 7.5 }, "/data/id must be string"],
    ["a truth for a text", { id: true }, "/data/id must be string"],
    ["an object for a text", { id: { name: "a" } }, "/data/id must be string"],
    ["two in a list for a text", { id: ["a", "b"] }, "/data/id must be string"],
    ["a text for a number", { lines: [], count: "seven" }, "/data/count must be integer"],
    ["more digits than a number has", { count: "9007199254740993" }, "/data/count must be integer"],
    ["no list", { lines: {} }, "/data/lines must be array"],
  ])("refuses %s", (_what, given, message) => {
    expect(() => read(given)).toThrow(message);
  });

  it.each([
    ["a whole number for a text", { id: 7 }, { id: "7" }],
    ["what stands alone in a list", { id: ["a"], count: [7] }, { id: "a", count: 7 }],
    ["a text with blanks around it, as it is", { id: " a\n" }, { id: " a\n" }],
    ["digits for a number", { count: "7" }, { count: 7 }],
    ["a field's value", { id: { title: "Form", value: "a" } }, { id: "a" }],
    ["an object's id, where one is meant", { id: { id: 7, name: "Ada" } }, { id: "7" }],
    ["JSON for a list", { lines: '[{"sku":"abc"}]' }, { lines: [{ sku: "abc" }] }],
  ])("reads %s", (_what, given, expected) => {
    expect(read(given)).toEqual({ ...identity, ...expected });
  });

  it("takes for an id no time that stands beside it, as one whose schema allows a number too", () => {
    const webinarId = { id: 7, date: "2026-11-02T09:30:00Z", timezone: "UTC" };
    const shape = { required: ["webinarId"], properties: { webinarId: { type: ["string", "number"] } } };
    expect(readAs({ type: "object", ...shape }, { webinarId })).toEqual({ webinarId: 7 });
  });

  it("refuses a payload with more wrong in it than any sender's", () => {
    expect(() => read({ lines: Array.from({ length: 101 }, () => ({ sku: "abcd" })) })).toThrow("/data/lines/0/sku");
  });
});
