import { describe, expect, it } from "@jest/globals";
import { isMet, tableOf } from "../../../tools/bench/figure.ts";

const figure = { what: "records", unit: "a second", measured: 160 };
const peer = { name: "hello", measured: 80 };

describe("isMet", () => {
  it.each([
    [{}, true],
    [{ goal: 160 }, true],
    [{ goal: 159 }, false],
    [{ atLeast: 160 }, true],
    [{ atLeast: 161 }, false],
    [{ peer, atLeast: 2 }, true],
    [{ peer, atLeast: 2.1 }, false],
    [{ peer, goal: 1.9 }, false],
  ])("compares what has been measured with %j", (bounds, expected) => {
    expect(isMet({ ...figure, ...bounds })).toBe(expected);
  });

  it("is false where nothing could be measured", () => {
    expect(isMet({ ...figure, measured: Number.NaN, atLeast: 1 })).toBe(false);
  });
});

describe("tableOf", () => {
  it("tells the bound that is not met", () => {
    expect(tableOf([{ ...figure, peer, atLeast: 3 }])).toMatch(/\| 2\.00 × \| ≥ 3 × \| NO +\|$/);
  });
});
