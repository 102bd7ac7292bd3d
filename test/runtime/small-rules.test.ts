import { describe, expect, it } from "@jest/globals";
import { normaliseEmail } from "../../functions/runtime/define/email.ts";
import { fromUnixSeconds } from "../../functions/runtime/define/time.ts";
import { traceOf } from "../../functions/runtime/trace.ts";
import { refusalOf, type SchemaError, type Validate } from "../../functions/runtime/validate.ts";
import { validatorOf } from "../harness/units.ts";
import { readEvent } from "../harness/fixtures.ts";

describe("normaliseEmail", () => {
  it.each([
    ["ada@example.com", "ada@example.com"],
    [" Ada@Example.Com\n", "ada@example.com"],
    ["o'brien+x@example.com", "o'brien+x@example.com"],
    ["A.d.a@example.com", "a.d.a@example.com"],
    ["zoe\u0308@example.com", "zoë@example.com"],
    ["\u212aelvin@example.com", "kelvin@example.com"], // the Kelvin sign is a K to NFC
    ["ada\u200b@exa\u00admple.com\ufeff", "ada@example.com"],
    ["\u200b ada@example.com", "ada@example.com"],
    ["info@München.example", "info@xn--mnchen-3ya.example"],
    ["zoë@1.2", "zoë@1.2"], // no address of a machine
    ["not an address", "not an address"],
    ["a@b@Exämple.com", "a@b@xn--exmple-cua.com"],
  ])("makes %j %j", (email, normalised) => {
    expect(normaliseEmail(email)).toBe(normalised);
    expect(normaliseEmail(normalised)).toBe(normalised);
  });

  it("changes nothing the second time, whatever letter with whatever mark", () => {
    const marks = ["", "\u0300", "\u0307", "\u0323", "\u0345", "\u030a\u0301"];
    const unstable = marks.flatMap((mark) =>
      Array.from({ length: 0x1e943 + 1 }, (_, code) => code)
        .filter((code) => /[\p{L}\p{M}]/u.test(String.fromCodePoint(code)))
        .map((code) => `${String.fromCodePoint(code)}${mark}@example.com`)
        .filter((email) => normaliseEmail(normaliseEmail(email)) !== normaliseEmail(email)),
    );
    expect(unstable).toEqual([]);
  });

  it.each([[null], [undefined], [7], [["a@example.com"]]])("leaves %j for the schema to refuse", (value) => {
    expect(normaliseEmail(value)).toBe(value);
  });
});

describe("fromUnixSeconds", () => {
  it.each([
    [1793611900, "2026-11-02T09:31:40.000Z"],
    ["1793611900", "2026-11-02T09:31:40.000Z"],
    [1793611900.25, "2026-11-02T09:31:40.250Z"],
    [0, "1970-01-01T00:00:00.000Z"],
  ])("makes %j %s", (seconds, time) => {
    expect(fromUnixSeconds(seconds)).toBe(time);
  });

  it.each([
    ["abc"],
    [""],
    ["1e9"],
    [" 1793611900"],
    ["-1"],
    [null],
    [undefined],
    [Number.NaN],
    [Infinity],
    [1e300],
    [{}],
    ["1793611900000"],
  ])("makes nothing of %j", (seconds) => {
    expect(fromUnixSeconds(seconds)).toBeUndefined();
  });
});

describe("traceOf", () => {
  const given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const random = (bytes: number) => Buffer.alloc(bytes, 0xab);

  it("keeps the trace that a request names", () => {
    expect(traceOf(given)).toEqual({
      traceparent: given,
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
    });
  });

  it.each([
    [undefined],
    [""],
    ["00-xyz"],
    [given.toUpperCase()],
    [`${given}-more`],
    [given.replace("00-", "ff-")],
    [`${given}\n`],
  ])("begins one where there is %j", (traceparent) => {
    expect(traceOf(traceparent, random)).toEqual({
      traceparent: `00-${"ab".repeat(16)}-${"ab".repeat(8)}-01`,
      traceId: "ab".repeat(16),
      spanId: "ab".repeat(8),
    });
  });

  it("begins another one each time", () => {
    expect(traceOf(undefined).traceId).not.toBe(traceOf(undefined).traceId);
  });
});

describe("refusalOf", () => {
  const validate = validatorOf("form.submitted");
  const { data } = readEvent("form.submitted", "full");

  it("says nothing of what the schema passes", () => {
    expect(refusalOf(validate, data)).toBeUndefined();
  });

  it.each([
    [{ ...data, email: "no" }, "/data/email", '/data/email must match format "email"'],
    [{ ...data, email: 7 }, "/data/email", "/data/email must be string"],
    [{ ...data, company: undefined }, "/data/company", "/data/company is missing"],
    [{ ...data, firstName: "" }, "/data/firstName", "/data/firstName must NOT have fewer than 1 characters"],
    [null, "/data", "/data must be object"],
  ])("names the field and never its value", (value, field, message) => {
    expect(refusalOf(validate, value, "/data")).toEqual({
      message,
      reason: { code: "SCHEMA", system: "schema", field },
    });
  });

  it("names no member that the schema does not know: a sender's keys may be anything", () => {
    const silent = (errors: readonly SchemaError[]): Validate =>
      Object.assign((value: unknown): value is never => value === undefined, {
        errors,
        names: new Set(["data", "a/b"]),
      });
    const refusal = (instancePath: string) =>
      refusalOf(silent([{ instancePath, keyword: "type", message: "must be string" }]), {})?.message;
    expect(refusal("/data/ada@example.com/12/a~1b/+442079460000")).toBe("/data/*/12/a~1b/* must be string");
  });

  it("names the root when there is nothing before it", () => {
    expect(refusalOf(validate, [])?.reason.field).toBe("/");
  });

  it("copes with a validator that gives no errors", () => {
    const silent: Validate = (value): value is never => value === "nothing";
    expect(refusalOf(silent, {})?.message).toBe("/ is refused");
  });
});
