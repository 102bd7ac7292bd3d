import { describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Event } from "../../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../../functions/runtime/validate.ts";
import { formats } from "../../../../bundler/write/formats.ts";
import { readSamples } from "../../../../tools/prove/events/samples.ts";
import { inYen, leavesOf, nearVariantOf, variantOf, withoutItems } from "../../../../tools/prove/events/variant.ts";
import { validatorOf } from "../../../harness/units.ts";

const [full] = readSamples("form.submitted");
if (full === undefined) throw new Error("form.submitted has no sample");

const ajv = new Ajv2020({ formats });

/** What becomes of one value by its schema. */
function becomes(value: unknown, schema: object, mark = "a"): unknown {
  const validate: Validate = ajv.compile({ type: "object", properties: { field: schema } });
  const event = { ...full, data: { field: value } } as unknown as Event; // of a type that there is not
  return Reflect.get(variantOf(event, { validate, mark }).data, "field");
}

describe("inYen", () => {
  it.each(["^[A-Z]{3}$", "^[a-z]{3}$"])("writes the currency as its schema does: %s", (pattern) => {
    const currency = pattern.includes("a") ? "eur" : "EUR";
    const validate: Validate = ajv.compile({ type: "object", properties: { currency: { type: "string", pattern } } });
    const event = { ...full.event, data: { currency } } as unknown as Event; // of a type that there is not
    const [inOther] = inYen(event, validate);
    expect(inOther?.data).toEqual({ currency: pattern.includes("a") ? "jpy" : "JPY" });
  });
});

describe("variantOf", () => {
  it("says something else in every field but the person's and what configuration is chosen by, and is still valid", () => {
    const validate: Validate = validatorOf("form.submitted");
    const one = variantOf(full.event, { validate, mark: "a" });
    const other = variantOf(full.event, { validate, mark: "b" });
    expect(validate(one.data)).toBe(true);
    expect(one.data).toMatchObject({ email: full.event.subject, formId: "contact-sales" });
    const values = [full.event, one, other].flatMap((event) => leavesOf(event).map(({ value }) => value));
    expect(values).toHaveLength(3 * 8);
    expect(new Set(values).size).toBe(values.length);
    expect(variantOf(full.event, { validate, mark: "a" })).toEqual(one);
  });

  it.each([
    ["a number", 1999, { type: "integer" }, /^\d{4,}$/],
    ["a number in bounds", 3, { type: "integer", maximum: 4 }, /^\d$|^-\d+$/],
    ["a day", "1815-12-10", { type: "string", format: "date" }, /^\d{4}-\d\d-\d\d$/],
    ["a time", "2026-11-02T09:30:00Z", { type: "string", format: "date-time" }, /T09:30:00.000Z$/],
    ["an address of a page", "https://example.com/a", { type: "string", format: "uri" }, /^https:\/\/example\.com\/f/],
    ["somebody else's e-mail", "bob@example.com", { type: "string", format: "email" }, /^(field\w+)@\1\.example$/],
    ["a pattern", "AB-1234", { type: "string", pattern: "^[A-Z]{2}-\\d{4}$" }, /^[A-Z]{2}-\d{4}$/],
    ["a short text", "Al", { type: "string", maxLength: 4 }, /^\w{4}$/],
  ])("finds another for %s", (_what, value, schema, expected) => {
    expect(String(becomes(value, schema))).toMatch(expected);
    expect(becomes(value, schema)).not.toBe(value);
    expect(becomes(value, schema)).toBe(becomes(value, schema));
  });

  it.each([
    ["one of a list", "visited", { enum: ["visited", "left"] }],
    ["a constant", 7, { const: 7 }],
    ["yes or no", true, { type: "boolean" }],
    ["nothing", null, { type: "null" }],
  ])("leaves %s", (_what, value, schema) => {
    expect(becomes(value, schema)).toBe(value);
  });

  it("goes into lists and objects, and names their fields", () => {
    const event = { ...full.event, data: { lines: [{ sku: "tea" }, { sku: "milk" }] } } as unknown as Event;
    const other = variantOf(event, { validate: ajv.compile({}), mark: "a" });
    expect(leavesOf(other).map(({ field }) => field)).toEqual(["data.lines.0.sku", "data.lines.1.sku"]);
    expect(JSON.stringify(other.data)).not.toMatch(/tea|milk/);
  });
});

describe("withoutItems", () => {
  it("empties each list that may be empty, of lists in lists the first item's", () => {
    const lines = [
      { sku: "tea", tags: ["hot"] },
      { sku: "milk", tags: ["cold"] },
    ];
    const event = { ...full.event, data: { lines, phones: ["1"], none: [] } } as unknown as Event;
    const validate = ajv.compile({ type: "object", properties: { phones: { type: "array", minItems: 1 } } });
    expect(withoutItems(event, validate).map(([name, { data }]) => [name, data])).toEqual([
      ["lines", { lines: [], phones: ["1"], none: [] }],
      ["lines.0.tags", { lines: [{ sku: "tea", tags: [] }, lines[1]], phones: ["1"], none: [] }],
    ]);
  });
});

describe("nearVariantOf", () => {
  const near = (value: string, where: "first" | "last", schema: object = {}) => {
    const validate: Validate = ajv.compile({ type: "object", properties: { field: schema } });
    const event = { ...full.event, data: { field: value } } as unknown as Event; // of a type that there is not
    return Reflect.get(nearVariantOf(event, { validate }, where).data, "field");
  };

  it.each([
    ["mtg-17", "ntg-17", "mtg-18"],
    ["“Zed 9”", "“Aed 9”", "“Zed 0”"],
    ["…", "…", "…"],
    [full.event.subject, full.event.subject, full.event.subject],
  ])("changes one letter of %s", (value, first, last) => {
    expect([near(value, "first"), near(value, "last")]).toEqual([first, last]);
  });

  it("leaves what else would not be valid", () => {
    expect(near("2026-12-01T09:00:00Z", "last", { type: "string", format: "date-time" })).toBe("2026-12-01T09:00:00Z");
  });
});
