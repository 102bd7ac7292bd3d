import { describe, expect, it } from "@jest/globals";
import { createIds, toLongId } from "../../../local/salesforce/state/ids.ts";

describe("an id", () => {
  // Seen in public answers of real orgs.
  it.each(["0031i000013x2TEAAY", "0127Q000000Ub9wQAC", "0127Q000000UbNVQA0", "0038Z00003aegKpQAI"])(
    "%s has the suffix of its first 15 characters",
    (id) => {
      expect(toLongId(id.slice(0, 15))).toBe(id);
      expect(toLongId(id)).toBe(id);
    },
  );

  it.each(["", "0031i000013x2T", "0031i000013x2TEA", "0031i000013x2TEAAZ", "0031i000013x2TE'''", "0031i000013x2-E"])(
    "is not %j",
    (text) => {
      expect(toLongId(text)).toBeUndefined();
    },
  );

  it("rises with the order of creation, and is the same after a reset", () => {
    const ids = createIds();
    const made = Array.from({ length: 200 }, () => ids.next("00Q"));
    expect(made.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(made);
    expect(new Set(made).size).toBe(200);
    ids.reset();
    expect(ids.next("00Q")).toBe(made[0]);
  });
});
