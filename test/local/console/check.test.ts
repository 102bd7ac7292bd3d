import { describe, expect, it } from "@jest/globals";
import { readJson } from "../../../local/console/api/check.ts";

describe("readJson", () => {
  it.each([
    ["", "the body is empty, where JSON is expected"],
    ['{"because":\n"Jane",}', "the body is no JSON (line 2 column 8), where JSON is expected"],
    ["{Jane", "the body is no JSON (line 1 column 2), where JSON is expected"],
    ['{"because":"Jane', "the body is no JSON (line 1 column 17), where JSON is expected"],
    ["Jane", "the body is no JSON, where JSON is expected"],
  ])("refuses %j without repeating it", (body, sentence) => {
    expect(() => readJson(body)).toThrow(new RegExp(`^${RegExp.escape(sentence)}$`));
  });

  it("reads any JSON, null as well", () => {
    expect([readJson("null"), readJson('{"a":1}')]).toEqual([null, { a: 1 }]);
  });
});
