import { describe, expect, it } from "@jest/globals";
import { leastSeconds, thirdsOf, verdictOf } from "../../../tools/bench/mailing/verdict.ts";

const sent = (LeadId: string) => ({ LeadId, Status: "Sent" });

describe("verdictOf", () => {
  it.each([
    ["each once", [sent("a"), sent("b")], { lost: 0, doubled: 0 }],
    ["one missing", [sent("a")], { lost: 1, doubled: 0 }],
    ["one twice", [sent("a"), sent("b"), sent("a")], { lost: 0, doubled: 1 }],
    ["somebody else", [sent("a"), sent("b"), sent("c")], { lost: 0, doubled: 1 }],
    ["another status", [sent("a"), { LeadId: "b", Status: "Responded" }], { lost: 1, doubled: 0 }],
  ])("tells %s", (_what, members, expected) => {
    expect(verdictOf(["a", "b"], members)).toEqual(expected);
  });
});

describe("thirdsOf", () => {
  it("leaves out the middle", () => {
    expect(thirdsOf([1, 3, 100, 100, 5, 7])).toEqual({ first: 2, last: 6 });
  });
});

describe("leastSeconds", () => {
  it("counts a part of a transaction as one", () => {
    expect(leastSeconds(201, { transactionMs: 50, lockHoldMs: 0.2 }, 200)).toBeCloseTo(0.1402);
  });
});
