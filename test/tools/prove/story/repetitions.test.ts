import { describe, expect, it } from "@jest/globals";
import { withoutRepetitions } from "../../../../tools/prove/story/spelling.ts";

describe("withoutRepetitions", () => {
  const calls = (count: number, from: number, text: string) =>
    Array.from({ length: count }, (_, index) => [`${from + index}. ${text}`]);

  it("tells of many that differ in numbers alone the first two and the last", () => {
    expect(withoutRepetitions([...calls(100, 1, "POST → 400"), ...calls(1, 101, "GET → 200")], "  ")).toEqual([
      "1. POST → 400",
      "2. POST → 400",
      "  … 97 more like these",
      "100. POST → 400",
      "101. GET → 200",
    ]);
  });

  it("tells a few, and whatever differs otherwise, as they are", () => {
    const told = [...calls(5, 1, "POST → 400"), ...calls(1, 6, "POST → 400   ← 429"), ...calls(5, 7, "POST → 400")];
    expect(withoutRepetitions(told, "")).toEqual(told.flat());
  });
});
