import { describe, expect, it } from "@jest/globals";
import { parseJson } from "../../../functions/runtime/reading/json.ts";

const nested = (levels: number, open = "[", close = "]") =>
  Buffer.from(open.repeat(levels) + "0" + close.repeat(levels));

describe("parseJson", () => {
  it.each([['{"a":[1,"ü",null]}'], ['"[[[["'], ["  1  "], ['{"a":"\\"]]]]"}'], ['"\\\\"'], ["\ufeff1"]])(
    "parses %s",
    (text) => {
      expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text.replace("\ufeff", "")));
    },
  );

  it("takes 64 levels and refuses 65, of lists and of objects", () => {
    expect(() => parseJson(nested(64))).not.toThrow();
    expect(() => parseJson(nested(65))).toThrow("nested deeper than 64 levels");
    expect(() => parseJson(nested(64, '{"a":', "}"))).not.toThrow();
    expect(() => parseJson(nested(65, '{"a":', "}"))).toThrow("nested deeper than 64 levels");
  });

  it("does not count brackets in texts, wherever their quotes are escaped", () => {
    const text = JSON.stringify({ 'a"[\\': `${"[{".repeat(100)}\\"\\\\"[[[` });
    expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it("counts what is closed no more", () => {
    expect(parseJson(Buffer.from(`[${Array.from({ length: 1000 }, () => "[{}]").join(",")}]`))).toHaveLength(1000);
  });

  it.each([
    ['{"a":NaN,"b":[1,-Infinity, undefined ],"c":None}', { a: null, b: [1, null, null], c: null }],
    ['{"a":,"b": \n,"c":}', { a: null, b: null, c: null }],
    ['{"a":[1,2,],"b":{"c":1 , },}\0', { a: [1, 2], b: { c: 1 } }],
    [String.raw`{\r\n"a":1,\r\n\t"b":"x\ny"\n}`, { a: 1, b: "x\ny" }],
    ['{"a":":, NaN,}","b":,}', { a: ":, NaN,}", b: null }],
    ['{"a":"line\n\t\\"two\\"","b":}', { a: 'line\n\t"two"', b: null }],
  ])("mends what templates and other languages make of it: %j", (text, expected) => {
    expect(parseJson(Buffer.from(text))).toEqual(expected);
  });

  it.each(['{"a":NaNo}', '{"a":"b" "c"}', '{"a":He said "b"}', "[1,,2,3"])("guesses nothing of %s", (text) => {
    expect(() => parseJson(Buffer.from(text))).toThrow("the body is not JSON");
  });

  it.each([
    ["TOO_DEEP", Buffer.alloc(8 * 1024 * 1024, "[")],
    ["NOT_UTF8", Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ["NOT_UTF8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])], // half of a surrogate pair
    ["NOT_JSON", Buffer.from("{'a':1}")],
    ["NOT_JSON", Buffer.from("1 2")],
    ["NOT_JSON", Buffer.from("NaN")],
    ["NOT_JSON", Buffer.from("]")],
    ["NOT_JSON", Buffer.from('"open')],
    ["NOT_JSON", Buffer.from('"\\')],
    ["NOT_JSON", Buffer.from(`{"a":"${'\\"'.repeat(500_000)}`)], // a megabyte, in one pass
    ["NOT_JSON", Buffer.from(`{"a":${" ".repeat(300_000)},${"NaN".repeat(100_000)}`)],
    ["NOT_JSON", Buffer.from(`[${", ".repeat(300_000)}`)],
    ["NOT_JSON", Buffer.from(`{"a":"${"None-".repeat(200_000)}\n"}x`)],
    ["NOT_JSON", Buffer.alloc(0)],
  ])("refuses with %s, and quotes nothing", (code, bytes) => {
    expect(() => parseJson(bytes)).toThrow(
      expect.objectContaining({ name: "RefusedPayloadError", reason: { code, system: "schema" } }),
    );
    expect(() => parseJson(bytes)).toThrow(/^the body is (nested deeper than 64 levels|not UTF-8|not JSON)$/);
  });
});
