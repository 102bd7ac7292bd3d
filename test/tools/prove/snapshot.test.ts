import { describe, expect, it } from "@jest/globals";
import { isBetween } from "../../../tools/prove/simulation/snapshot.ts";

const end = (people: readonly string[], events: readonly string[]) =>
  new Map([
    ["people", people],
    ["events", events],
  ]);

describe("isBetween", () => {
  const ends = [end(["Ada"], ["a", "b"]), end([], ["b"])];

  it.each([
    ["the one", end(["Ada"], ["a", "b"]), true],
    ["the other", end([], ["b"]), true],
    ["happenings of the one beside records of the other", end([], ["a", "b"]), true],
    ["what both have, left out", end([], ["a"]), false],
    ["one more than either", end([], ["a", "a", "b"]), false],
    ["one that neither has", end([], ["b", "c"]), false],
    ["records of neither", end(["Emmy"], ["b"]), false],
  ])("of two ends: %s", (_what, actual, isRight) => {
    expect(isBetween(ends, actual, new Set(["events"]))).toBe(isRight);
  });
});
