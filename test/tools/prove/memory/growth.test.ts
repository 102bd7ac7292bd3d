import { describe, expect, it } from "@jest/globals";
import { growthOf, mayGrow } from "../../../../tools/prove/memory/growth.ts";

const marksOf = (...steps: readonly number[]) =>
  steps.map((_, index) => ({
    deliveries: 90 + index * 15,
    bytes: steps.slice(0, index + 1).reduce((sum, step) => sum + step, 20_000_000),
  }));

describe("mayGrow", () => {
  it.each([
    ["what is kept of each event", [0, 900, 960, 930, 2100], true],
    ["what is kept of every other event", [0, 1900, 0, 1900, 0], true],
    ["what is compiled once, which moves half of all pairs", [0, -72, 1624, 56, 56], false],
    ["what marks themselves take", [0, 56, 56, 56, 56], false],
  ])("is asked of %s", (_what, steps, may) => {
    expect(mayGrow(marksOf(...steps))).toBe(may);
  });
});

describe("growthOf", () => {
  it("is what the middle of all pairs shows", () => {
    expect(Math.round(growthOf(marksOf(0, -72, 1624, 56, 56)))).toBe(32);
    expect(growthOf(marksOf(0, 900, 900, 900, 900))).toBe(60);
  });
});
