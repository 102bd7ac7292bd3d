import { describe, expect, it } from "@jest/globals";
import { isAlike } from "../../../../local/console/rehearse/open-rehearsal.ts";

describe("isAlike", () => {
  it.each<[unknown, unknown, boolean]>([
    ["7", 7, true],
    ["true", true, true],
    ["2026-11-27T03:00:00.000+0000", "2026-11-27T03:00:00Z", true],
    ['{"plan":"pro"}', { plan: "pro" }, true],
    ['["a","b"]', ["a", "b"], true],
    [{ plan: "free" }, { plan: "pro" }, false],
    ["a,b", ["a", "b"], false],
    [null, "null", false],
    [null, "", false],
    ["Ada", "ada", false],
  ])("of %j and %j is %s", (before, after, expected) => {
    expect(isAlike(before, after)).toBe(expected);
  });
});
