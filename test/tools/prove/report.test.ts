import { describe, expect, it } from "@jest/globals";
import type { HandlerProof, Result } from "../../../tools/prove/proof.ts";
import { lettersOf, spellProof } from "../../../tools/prove/report/terminal.ts";
import { tells } from "../../../tools/prove/report/telling.ts";

const rule = "ends in another state than it should";

function result(place: string, disturbance: string, verdict: Result["verdict"]): Result {
  const findings = verdict === "ok" ? [] : [{ property: "faults" as const, rule, isDivergence: true }];
  const name = ["a-handler", "full", "nobody", place, disturbance, "1st call"].join(" · ");
  const kind = verdict === "failed" ? { kind: `${rule} at ${place}` } : {};
  return { case: { property: "faults", name, place, disturbance }, verdict, findings, ...kind };
}

const bounds = { cleanCalls: 2, repeatedCalls: 1, repeatedWrites: 0, longestMs: 100, ackDeadlineMs: 70_000 };

function spelled(handler: Partial<HandlerProof>, all = false): string {
  const proof = { handler: "a-handler", results: [], problems: [], bounds, covered: 0, apart: [], ...handler };
  return spellProof({ handlers: [proof], seed: 1, chance: { drawn: 0, tried: 0 }, cases: 1, seconds: 1 }, { all }).join(
    "\n",
  );
}

describe("spellProof", () => {
  const results = [
    result("POST /a", "429", "ok"),
    result("POST /b", "429", "declared"),
    result("POST /c", "429", "failed"),
    result("POST /c", "500", "failed"),
    result("POST /d", "500", "failed"),
  ];

  it("lists what is not ok, and all when it is asked to", () => {
    expect(spelled({ results })).not.toContain("POST /a");
    expect(spelled({ results })).toContain("5 cases  1 ok  1 declared  3 FAIL");
    expect(spelled({ results }, true)).toMatch(/= POST \/a\n(.*\n)*  429 +ok 1 +declared 1 +FAIL 1 +·\n/);
  });

  it("tells one case of each kind of failure, and how many more there are", () => {
    const text = spelled({ results });
    expect(text.match(/--case /g)).toHaveLength(2);
    expect(text).toContain("… and 1 more failures of this kind: 1 of faults");
  });

  it("says of a handler that can't be proved no more than why", () => {
    const problems = [{ property: "bounds" as const, rule: "uses slack, which has no stand-in", isDivergence: false }];
    expect(spelled({ problems })).toMatch(/^# a-handler: not proved\nFAIL: a-handler uses slack[^\n]*\n\n1 cases/);
  });
});

describe("tells", () => {
  const first = result("POST /a", "429", "ok");
  const failed = [result("POST /c", "429", "failed"), result("POST /c", "500", "failed")];

  it.each([
    ["kinds", [false, true, false]],
    ["first", [true, true, false]],
    ["cells", [true, true, true]],
  ] as const)("tells %s", (telling, told) => {
    expect([first, ...failed].map(tells(telling))).toEqual(told);
  });
});

describe("lettersOf", () => {
  it.each([
    [0, "A"],
    [25, "Z"],
    [26, "AA"],
    [51, "AZ"],
    [52, "BA"],
    [702, "AAA"],
  ])("names column %d %s", (index, letters) => {
    expect(lettersOf(index)).toBe(letters);
  });
});
