import { describe, expect, it } from "@jest/globals";
import { minorDigits } from "../../functions/runtime/reading/currency.ts";
import { isEmail, normaliseEmail } from "../../functions/runtime/reading/email.ts";
import { createLimit } from "../../functions/runtime/pubsub/limit.ts";
import { namesIn } from "../../functions/runtime/reading/person-name.ts";
import { identityIn } from "../../functions/runtime/receive/unfilled.ts";
import { parseTime } from "../../functions/runtime/reading/time.ts";
import { traceOf } from "../../functions/runtime/trace.ts";
import { refusalOf, type SchemaError, type Validate } from "../../functions/runtime/validate.ts";
import { validatorOf } from "../harness/units.ts";
import { readEvent } from "../harness/fixtures.ts";

describe("identityIn", () => {
  it("takes required texts that are called identifiers, unless they are of a few words", () => {
    const text = { type: "string" };
    const properties = {
      orderId: text,
      title: text,
      number: { type: "integer" },
      stateCode: { ...text, enum: ["open"] },
      otherId: text,
    };
    const data = { orderId: "a", title: "b", number: "4", stateCode: "open", otherId: "c" };
    const required = ["orderId", "title", "number", "stateCode", "key"];
    expect(identityIn({ type: "object", required, properties }, data)).toEqual({ "/data/orderId": "a" });
  });
});

describe("minorDigits", () => {
  it.each([
    ["EUR", 2],
    ["eur", 2],
    ["jpy", 0],
    ["kwd", 3],
  ])("are those of %s: %i", (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });
});

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
    ["Grace Hopper <Grace@Example.com>", "grace@example.com"],
    ['"Hopper, Grace" < grace@example.com >', "grace@example.com"],
    ["<mailto:grace@example.com>", "grace@example.com"],
    ["mailto:grace@example.com?subject=Hello", "grace@example.com"],
    ["a <a@example.com>, b <b@example.com>", "a <a@example.com>, b <b@example.com>"],
    ["gr\u034face\ufe0f@example.com", "grace@example.com"],
    ["grace@example.com.", "grace@example.com"],
    ["grace@example.com,", "grace@example.com"],
    ["; grace@example.com ;", "grace@example.com"],
    ["'grace@example.com'", "grace@example.com"],
    ["“grace@example.com”", "grace@example.com"],
    ["(grace@example.com)", "grace@example.com"],
    ["grace@example.com (work)", "grace@example.com"],
    ["Grace Hopper <grace@example.com>;", "grace@example.com"],
    ["grace@example.com, Grace@Example.com", "grace@example.com"],
    ["grace@example.com; ada@example.com", "grace@example.com; ada@example.com"],
    ["ｇｒａｃｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "grace@example.com"],
    ["o&#039;brien@example.com", "o'brien@example.com"],
    ["o&#x27;brien@example.com", "o'brien@example.com"],
    ["grace&#64;example.com", "grace@example.com"],
    ["&lt;grace@example.com&gt;", "grace@example.com"],
    ["grace%40example.com", "grace@example.com"],
    ["grace%2Btest%40example.com", "grace+test@example.com"],
    ["grace%2Btest@example.com", "grace+test@example.com"], // a form encoded it, and half of it was decoded
    ["'grace@example.com", "'grace@example.com"], // an address by itself
    ["grace test@example.com", "grace test@example.com"], // a + that a URL has lost, or two words
    ["grace@example,com", "grace@example,com"],
  ])("makes %j %j", (email, normalised) => {
    expect(normaliseEmail(email)).toBe(normalised);
    expect(normaliseEmail(normalised)).toBe(normalised);
  });

  it("changes nothing the second time, whatever letter with whatever mark", () => {
    const marks = ["", "\u0300", "\u0307", "\u0323", "\u0345", "\u030a\u0301"];
    const letters = Array.from({ length: 0x1e943 + 1 }, (_, code) => String.fromCodePoint(code)).filter((character) =>
      /[\p{L}\p{M}]/u.test(character),
    );
    const unstable = marks.flatMap((mark) =>
      letters
        .map((letter) => normaliseEmail(`${letter}${mark}@example.com`))
        .filter((email) => normaliseEmail(email) !== email),
    );
    expect(unstable).toEqual([]);
  });

  it.each([
    [null],
    [undefined],
    [7],
    [[]],
    [["", null]],
    [["a@example.com", "b@example.com"]],
    [[7]],
    [{ email: "a@example.com" }],
  ])("leaves %j for the schema to refuse", (value) => {
    expect(normaliseEmail(value)).toBe(value);
  });

  it.each([[["a@example.com"]], [["a@example.com", "A@example.com "]], [["", "a@example.com", null]]])(
    "takes the one in %j",
    (value) => {
      expect(normaliseEmail(value)).toBe("a@example.com");
    },
  );
});

describe("isEmail", () => {
  it.each([
    ["ada@example.com", true],
    [`${"a".repeat(64)}@ann.example.com`, true],
    [`${"a".repeat(64)}@anna.example.com`, false],
    [`${"a".repeat(65)}@example.com`, false],
    ["ada@example", false],
    ["a@example.com, b@example.com", false],
    ["+442079460000", false],
    [["ada@example.com"], false],
    [undefined, false],
  ])("says of %j %s", (value, verdict) => {
    expect(isEmail(value)).toBe(verdict);
  });
});

describe("namesIn", () => {
  it.each([null, 7, ["Ada Lovelace"], {}])("takes %j for no name, and keeps a first one", (name) => {
    expect(namesIn({ firstName: "Ada", name })).toEqual({ firstName: "Ada" });
  });
});

describe("parseTime", () => {
  it.each([
    ["2026-11-02T09:31:40Z", "2026-11-02T09:31:40.000Z"],
    [" 2026-11-02 09:31:40.5z ", "2026-11-02T09:31:40.500Z"],
    ["2026-11-02T10:31:40.000+0100", "2026-11-02T09:31:40.000Z"],
    ["2026-11-02T10:31:40+01", "2026-11-02T09:31:40.000Z"],
    ["2026-11-01T23:31:40-10:00", "2026-11-02T09:31:40.000Z"],
    ["2026-11-02T09:31Z", "2026-11-02T09:31:00.000Z"], // Java, where there are no seconds
    ["2026-11-02T10:31:40.25+01:00[Europe/Berlin]", "2026-11-02T09:31:40.250Z"],
    ["2026-11-02T09:31:40Z[UTC]", "2026-11-02T09:31:40.000Z"],
    ["2026-11-02 09:31:40 UTC", "2026-11-02T09:31:40.000Z"], // Ruby
    ["2026-11-02 10:31:40 +0100", "2026-11-02T09:31:40.000Z"],
    ["2026-11-02 09:31:40.123456 +0000 UTC", "2026-11-02T09:31:40.123Z"], // Go
    ["2026-11-02 10:31:40 +0100 CET", "2026-11-02T09:31:40.000Z"],
    ["2026-11-02 09:31:40.864187+00:00", "2026-11-02T09:31:40.864Z"], // Python
    ["2026-11-02T09:31:40,250Z", "2026-11-02T09:31:40.250Z"],
    ["Mon, 02 Nov 2026 09:31:40 GMT", "2026-11-02T09:31:40.000Z"],
    ["2 Nov 2026 10:31:40 +0100", "2026-11-02T09:31:40.000Z"],
    ["Mon Nov 02 2026 10:31:40 GMT+0100 (Central European Standard Time)", "2026-11-02T09:31:40.000Z"],
    [1793611900, "2026-11-02T09:31:40.000Z"],
    ["1793611900", "2026-11-02T09:31:40.000Z"],
    [1793611900.25, "2026-11-02T09:31:40.250Z"],
    [1793611900250, "2026-11-02T09:31:40.250Z"],
    ["1793611900250", "2026-11-02T09:31:40.250Z"],
    [1793611900250999, "2026-11-02T09:31:40.250Z"],
    ["1793611900000000000", "2026-11-02T09:31:40.000Z"],
  ])("reads %j as %s", (value, time) => {
    expect(new Date(parseTime(value) ?? 0).toISOString()).toBe(time);
  });

  it.each<unknown>([
    "",
    "abc",
    "1e9",
    "-1793611900",
    0,
    null,
    undefined,
    Number.NaN,
    Infinity,
    {},
    true,
    "1793611900000000000000", // more than nanoseconds
    946684799, // in another century
    4102444800000,
    "2026-11-02T09:31:40",
    "2026-11-02",
    "2026-11-02T09:31:40.123456", // Python's isoformat() of a time that knows no zone
    "2026-11-02 09:31:40 CET", // which of two offsets that is, is known by its day alone; IST is three zones
    "Mon Nov 02 2026 10:31:40",
    "Mon, 32 Nov 2026 09:31:40 GMT",
    "02 Foo 2026 09:31:40 GMT",
    "11/02/2026 09:31",
    "11/02/2026 09:31 +0000",
    "2026-02-30T00:00:00Z",
    "2016-12-31T23:59:60Z",
  ])("reads nothing into %j", (value) => {
    expect(parseTime(value)).toBeUndefined();
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
    ["no", "it has no @"],
    ["a@b.example, c@d.example", "it holds several addresses"],
    ["a@b@c.example", "it has more than one @"],
    ["ann e@example.com", "it has a space"],
    ["@example.com", "nothing stands before its @"],
    ["josé@example.com", "before its @ stands what is not ASCII"],
    ["a@localhost", "its domain has no dot"],
    ["a..b@example.com", "what stands before its @ can't be there"],
    ["a@-example.com", "what stands after its @ can't be there"],
  ])("says of %s why it is no e-mail, without it", (email, why) => {
    const { message } = refusalOf(validate, { ...data, email }, "/data") ?? {};
    expect(message).toBe(`/data/email must match format "email": ${why}`);
  });

  it.each([
    [{ ...data, email: {} }, "/data/email", "/data/email must be string"],
    [{ ...data, formId: undefined }, "/data/formId", "/data/formId is missing"],
    [{ ...data, formId: "\u200b " }, "/data/formId", "/data/formId is missing"],
    [{ ...data, formId: "a".repeat(101) }, "/data/formId", "/data/formId must NOT have more than 100 characters"],
    [null, "/data", "/data must be object"],
  ])("names the field and never its value", (value, field, message) => {
    expect(refusalOf(validate, value, "/data")).toEqual({
      message,
      reason: { code: "SCHEMA", system: "schema", field, ...(message.endsWith("missing") && { isMissing: true }) },
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

describe("createLimit", () => {
  it("runs no more at once, also of what comes while others wait", async () => {
    const limited = createLimit(2);
    let [underWay, most] = [0, 0];
    const run = async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise(setImmediate);
      underWay -= 1;
    };
    const first = [1, 2, 3, 4].map(() => limited(run));
    await first[0];
    await Promise.all([...first, ...[1, 2, 3].map(() => limited(run))]);
    expect([most, underWay]).toEqual([2, 0]);
  });
});

describe("a domain that IDNA 2008 forbids", () => {
  it.each(["ada@exam\u2010ple.com", "ada@exam\u2013ple.com", "ada@ex\u2764mple.com"])(
    "makes no address of %s",
    (text) => {
      expect(isEmail(normaliseEmail(text))).toBe(false);
    },
  );

  it("leaves others as they are read", () => {
    expect(normaliseEmail("ada@ex\u00e4mple.de")).toBe("ada@xn--exmple-cua.de");
  });
});
