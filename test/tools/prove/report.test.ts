import { describe, expect, it } from "@jest/globals";
import type { Result } from "../../../tools/prove/story/result.ts";
import type { HandlerProof } from "../../../tools/prove/run/proof.ts";
import { lettersOf } from "../../../tools/prove/report/matrix-lines.ts";
import { storyHtml } from "../../../tools/prove/report/page.ts";
import type { Story } from "../../../tools/prove/story/story.ts";
import { spellFirst, spellProof } from "../../../tools/prove/report/terminal.ts";
import { spellJudged, spellWritten } from "../../../tools/prove/report/updated.ts";
import { worldsOf } from "../../../tools/prove/story/worlds.ts";
import { tells } from "../../../tools/prove/story/telling.ts";

const rule = "ends in another state than it should";

function result(place: string, disturbance: string, verdict: Result["verdict"]): Result {
  const findings = verdict === "ok" ? [] : [{ property: "faults" as const, rule, isDivergence: true }];
  const name = ["a-handler", "full", "nobody", place, disturbance, "1st call"].join(" · ");
  const kind = verdict === "failed" ? { kind: `${rule} at ${place}` } : {};
  return { case: { property: "faults", name, place, disturbance }, verdict, findings, ...kind };
}

const bounds = { cleanCalls: 2, repeatedCalls: 1, repeatedWrites: 0, longestMs: 100, ackDeadlineMs: 70_000 };

function spelled(handler: Partial<HandlerProof>, all = false): string {
  const proof = {
    handler: "a-handler",
    results: [],
    problems: [],
    bounds,
    covered: 0,
    alike: 0,
    apart: [],
    represented: [],
    ...handler,
  };
  return spellProof(
    { handlers: [proof], seed: 1, chance: { drawn: 0, tried: 0 }, cases: 1, kept: 0, seconds: 1 },
    { all },
  ).join("\n");
}

const story: Story = {
  name: result("POST /c", "429", "failed").case.name,
  findings: [rule],
  expected: [],
  actual: [
    {
      number: 1,
      handler: "a-handler",
      event: "1",
      atSeconds: 0,
      status: 204,
      reason: undefined,
      callsInTime: 0,
      calls: [
        {
          index: 1,
          operation: "POST /c",
          nth: 1,
          disturbance: "429",
          meaning: "Not applied.",
          answer: "429",
          requestBody: "",
          answerBody: "<b>",
        },
      ],
    },
  ],
  worlds: worldsOf(
    new Map([["acme Account", ['{"Name":"Acme","Owner":{"Id":"1"}}', '{"Name":"Other"}']]]),
    new Map([["acme Account", [`{"Name":"${"x".repeat(99)}","Owner":{"Id":"1"}}`, '{"Name":"Other"}']]]),
  ),
  turningPoint: 1,
  declarable: [{ fault: "429", operation: "POST /c" }],
};

describe("storyHtml", () => {
  it.each([
    [[], "In the end all records are as they should be: the case passes."],
    [["leaves a <timer>"], "<li>the handler leaves a &lt;timer&gt;</li>"],
  ])("says what is wrong where no record differs: %j", (findings, said) => {
    expect(storyHtml({ ...story, findings, worlds: [] }, 8)).toContain(said);
  });

  it("shows both worlds in a table, and escapes what systems have said", () => {
    const html = storyHtml(story, 8);
    expect(html).toContain('<tr class="failed"><td>Name</td><td>&quot;Acme&quot;</td>');
    expect(html).toContain("<tr><td>Owner.Id</td><td>&quot;1&quot;</td><td>&quot;1&quot;</td></tr>");
    expect(html).toContain("&lt;b&gt;");
    expect(html).toContain("--seed 8</code>");
  });
});

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
    expect(spelled({ results })).toContain(
      [
        "  FAIL      1  faults  429  at POST /c\n",
        "  FAIL      2  faults  500  at POST /c; POST /d\n",
        "  declared  1  faults  429  at POST /b\n",
      ].join(""),
    );
    expect(spelled({ results }, true)).toMatch(/= POST \/a\n(.*\n)*  429 +ok 1 +declared 1 +FAIL 1 +·\n/);
  });

  it("says how much was kept from before, and how much of what is drawn was tried", () => {
    const proof = {
      handlers: [],
      seed: 3,
      chance: { drawn: 4210, tried: 1431 },
      cases: 29_000,
      kept: 21_000,
      seconds: 9,
    };
    expect(spellProof(proof)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^21,000 of 29,000 cases kept from before: nothing that they depend on has changed/),
        expect.stringMatching(/^tried 33 % of 4,210 drawn cases/),
      ]),
    );
  });

  it("tells one case of each kind of failure, and how many more there are", () => {
    const text = spelled({ results });
    expect(text.match(/--case /g)).toHaveLength(2);
    expect(text).toContain("… and 1 more of this kind: 1 of faults");
  });

  it.each([
    ["no advice", [], false, 5],
    ["advice, which may mend the others", [{ says: "look first", isOwed: false }], false, 3],
    ["advice, but all is asked for", [{ says: "look first", isOwed: false }], true, 5],
  ])("tells fewer kinds where the first has advice: %s", (_what, cures, all, count) => {
    const failed = ["a", "b", "c", "d", "e"].map((place) => result(`POST /${place}`, "429", "failed"));
    const [first, ...others] = failed.map((one) => ({ ...one, story: { ...story, name: one.case.name } }));
    if (first === undefined) throw new Error("there is none");
    const text = spelled({ results: [{ ...first, story: { ...first.story, cures } }, ...others] }, all);
    expect(text.match(/--case /g)).toHaveLength(count);
    expect(text.includes("… and 2 more kinds of failure, which --all tells too")).toBe(count === 3);
  });

  it("tells the gravest alone where a file of effects is written", () => {
    const failed = ["a", "b"].map((place) => result(`POST /${place}`, "429", "failed"));
    const alone = { covered: 0, alike: 0, apart: [], represented: [], bounds };
    const told = failed.map((one) => ({ ...one, story: { ...story, name: one.case.name } }));
    const problems = [{ property: "bounds" as const, rule: "lacks a sample", isDivergence: false }];
    const text = spellFirst({ ...alone, handler: "a-handler", results: told, problems }, 1).join("\n");
    expect(text).toMatch(/^FAIL: a-handler lacks a sample\n## 1\. The handler ends [^]*Play it: [^]*POST \/a/);
    expect(text).not.toContain("## 2.");
  });

  it("says why a handler is not tried together with another", () => {
    expect(spelled({ results, apart: ["b-handler"] })).toContain(
      "not tried together with b-handler: no field of a record is touched by both\n",
    );
  });

  it("says where a problem was seen once, and how often besides", () => {
    const problems = ["full", "minimal"].map((sample) => ({
      property: "bounds" as const,
      rule: `repeats POST /a (${sample} · nobody)`,
      isDivergence: false,
    }));
    expect(spelled({ problems })).toContain("FAIL: a-handler repeats POST /a (full · nobody) … and 1 more such\n");
  });

  it("says last what has changed besides, since every mistake that is mended changes it again", () => {
    const problem = (property: "effects" | "bounds", says: string) => ({ property, rule: says, isDivergence: false });
    const problems = [problem("effects", "does something else"), problem("bounds", "repeats POST /a")];
    const said = spelled({ results, problems });
    const places = ["FAIL: a-handler repeats POST /a", "## 1. ", "--case ", "FAIL: a-handler does something else"].map(
      (text) => said.indexOf(text),
    );
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  it("shows both worlds side by side, in lines that fit, and how to declare what no handler could mend", () => {
    const lines = spelled({ results: [{ ...result("POST /c", "429", "failed"), story }] }).split("\n");
    expect(lines.filter((line) => /^ {4}/.test(line))).toEqual([
      "    delivery 1 to a-handler, +0 s",
      "      → 204, acknowledged",
      "      and only then, when nothing of it may run any more:",
      "      1. POST /c → 429   ← 429   ← until here everything could still come right",
      "    429: Not applied.",
      "                  as it should be  as it is",
      "    acme Account  (1 the same)     (1 the same)",
      "    acme Account  this one:        differs in ≠",
      `    ≠ Name        "Acme"           "${"x".repeat(48)}…`,
      '      Owner.Id    "1"              "1"',
      "    {",
      '      "fault": "429",',
      '      "operation": "POST /c",',
      '      "records": ["acme Account"],',
      '      "reason": "TODO: why"',
      "    }",
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines).toContain(
      '  Where POST /c gives no means against it, say why in "diverges" of proof/a-handler.declared.json (npm run format):',
    );
  });

  it("says of a handler that can't be proved no more than why", () => {
    const problems = [{ property: "bounds" as const, rule: "uses slack, which has no stand-in", isDivergence: false }];
    expect(spelled({ problems })).toMatch(/^# a-handler: not proved\nFAIL: a-handler uses slack[^\n]*\n\n1 cases/);
  });
});

describe("what --update says", () => {
  const linesOf = (isNew: boolean, converges?: boolean) => [
    spellWritten("a-handler", { isNew, isJudged: converges !== undefined }),
    ...(converges === undefined ? [] : [spellJudged("a-handler", { isNew, converges })]),
  ];
  const commit = expect.stringContaining("run npm run types, and commit it");
  const mend = expect.stringContaining("does not converge: mend it before you commit");

  it.each([
    ["not tried", linesOf(true), [commit]],
    ["that converges", linesOf(true, true), ["proof/a-handler.effects.md is written", commit]],
    ["that does not converge", linesOf(true, false), ["proof/a-handler.effects.md is written", mend]],
    ["as before", linesOf(false, true), ["proof/a-handler.effects.md is as it was", undefined]],
  ])("is to commit what is written, or not to, and never both: %s", (_, lines, said) => {
    expect(lines).toEqual(said);
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

  it("tells another case of a kind if it is plainer, and no other", () => {
    const failing = (disturbance: string, property: "faults" | "duplicates") => {
      const made = result("POST /c", disturbance, "failed");
      return { ...made, case: { ...made.case, property }, kind: "too many" };
    };
    const compound = failing("apply-then-drop 2 times", "faults");
    const [fault, twice] = [failing("crash after", "faults"), failing("twice in a row", "duplicates")];
    expect([compound, fault, fault, twice, fault].map(tells("kinds"))).toEqual([true, true, false, true, false]);
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
