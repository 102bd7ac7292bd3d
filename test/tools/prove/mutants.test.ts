import { afterAll, describe, expect, it } from "@jest/globals";
import { chooseFrom } from "../../../tools/prove/mutants/choose.ts";
import { diffOf } from "../../../tools/prove/mutants/diff.ts";
import { drawEvenly, intervalOf } from "../../../tools/prove/mutants/draw.ts";
import { readExplained } from "../../../tools/prove/declared/explained.ts";
import { applied, type Mutant, mutantId } from "../../../tools/prove/mutants/mutant.ts";
import { instrumented, pointsNear, pointsOf } from "../../../tools/prove/points/points.ts";
import { share, startAsked } from "../../../tools/prove/mutants/pool.ts";
import { judgeMutants, spellSurvivors } from "../../../tools/prove/mutants/report.ts";
import { mutantsOf } from "../../../tools/prove/mutants/rules/all.ts";
import type { Fate } from "../../../tools/prove/mutants/run.ts";
import { filesFor, isRuntime, handlersWith } from "../../../tools/prove/mutants/scope.ts";
import { refusedByTypes } from "../../../tools/prove/mutants/types.ts";
import { startTester, testFiles } from "../../../tools/prove/mutants/tests/run.ts";

describe("mutantsOf", () => {
  it.each([
    ["ConditionalExpression", `if (a) return;`, [`if (false) return;`, `if (true) return;`]],
    ["EqualityOperator", `x = a === b;`, [`x = a !== b;`]],
    ["BooleanLiteral", `x = true;`, [`x = false;`]],
    ["StepRemoved", `await a();`, [`;`]],
    ["AwaitRemoved", `await a();`, [`void a();`]],
    ["NullishSide", `x = a ?? b;`, [`x = (a);`, `x = (b);`]],
    ["StepsSwapped", `const c = await a(); await b();`, [`await b(); const c = await a();`]],
    ["StepsSwapped", `const c = await a(); await b(c);`, []],
    ["EntryRemoved", `x = { a, b };`, [`x = { b };`, `x = { a, };`]],
    ["EntryRemoved", `throw new OutageError({ a, b });`, []],
    ["StringLiteral", `x = "a";`, []],
  ])("has %s for `%s`", async (rule, statement, expected) => {
    const around = (text: string) => `async function f(a: any, b: any) { let x: any; ${text} }`;
    const file = { file: "f.ts", source: around(statement) };
    const mutants = (await mutantsOf([file])).filter((mutant) => mutant.rule === rule);
    const texts = mutants.map((mutant) => applied(file.source, mutant).replaceAll(/\s+/g, " "));
    expect(texts.toSorted()).toEqual(expected.map(around).toSorted());
  });

  it("moves an entry to the next list of its module", async () => {
    const file = { file: "f.ts", source: `const a = ["x", "y"];\nconst b = ["z"];\n` };
    const moved = (await mutantsOf([file])).filter(({ rule }) => rule === "EntryMoved");
    expect(moved.map((mutant) => applied(file.source, mutant))).toEqual([
      `const a = ["y"];\nconst b = ["x", "z"];\n`,
      `const a = ["z", "x", "y"];\nconst b = [];\n`,
      `const a = ["x", ];\nconst b = ["y", "z"];\n`,
    ]);
  });
});

describe("diffOf", () => {
  it("shows what differs between a line before and one after, and is known again wherever it moves", () => {
    const source = "one\ntwo\nthree\nfour\n";
    const edit = { start: 4, end: 7, replacement: "zwei" };
    const diff = diffOf(source, edit);
    expect(diff).toEqual(["@@ -2,1 +2,1 @@", " one", "-two", "+zwei", " three"]);
    const later = diffOf(`zero\n${source}`, { ...edit, start: 9, end: 12 });
    expect(mutantId(later, "a.ts")).toBe(mutantId(diff, "a.ts"));
    expect(mutantId(diff, "b.ts")).not.toBe(mutantId(diff, "a.ts"));
  });
});

describe("instrumented", () => {
  const source = `const TABLE = ["x"];
function f(a) {
  if (a) return TABLE;
  const b = a ?? g(() => a.c);
  return b;
}`;
  const file = { file: "f.ts", source };

  it("counts statements, branches and what arrows return, and nothing else changes", () => {
    expect(instrumented(file, 7)).toBe(`const TABLE = ["x"];
function f(a) {
  { __ycatReached[7] = 1; if (a) { __ycatReached[8] = 1; return TABLE; } }
  __ycatReached[9] = 1; const b = a ?? (__ycatReached[10] = 1, g(() => (__ycatReached[11] = 1, a.c)));
  { __ycatReached[12] = 1; return b; }
}`);
  });

  it.each([
    ["a.c", [4]],
    ["return b;", [5]],
    [`"x"`, [0, 1]],
    [`"x"];\nfunction f(a) {\n  if (a) return TABLE;\n  const b = a ?? g(() => a.c);\n  return b;\n}`, [0, 1]],
    [source.slice(source.indexOf(") {") + 2), [0]],
  ])("finds the points without which a mutant of %j can't matter", (text, expected) => {
    const start = source.indexOf(text);
    expect(pointsNear(file, pointsOf(file), { start, end: start + text.length, replacement: "" })).toEqual(expected);
  });
});

describe("chooseFrom", () => {
  it("tries some of each property, however many kinds one of them has", () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `order ${index}`, kind: `order ${index}` }));
    const cases = [...many, { name: "zone", kind: "time in another zone" }, { name: "clean", kind: "clean" }];
    const reach = [{ group: "g", effect: "e", cases: cases.map((one) => ({ ...one, points: [7] })) }];
    const { few, many: rest } = chooseFrom(reach)([7]) ?? {};
    expect(few).toEqual({ g: { cases: ["clean", "zone"], effect: "e" } });
    expect(rest?.["g"]?.cases).toHaveLength(149);
    expect(chooseFrom(reach)([8])).toBeUndefined();
  });
});

describe("drawEvenly", () => {
  const mutantsIn = (file: string, count: number): Mutant[] =>
    Array.from({ length: count }, (_, start) => ({ file, rule: "", start, end: start, replacement: "" }));
  const all = [...mutantsIn("large.ts", 300), ...mutantsIn("middle.ts", 90), ...mutantsIn("small.ts", 10)];
  const namesOf = (mutants: readonly Mutant[]) => mutants.map(({ file, start }) => `${file}:${start}`);

  it("draws of each file its share, whatever the time suffices for", () => {
    const drawn = drawEvenly(all, 1);
    expect(new Set(drawn)).toEqual(new Set(all));
    for (const count of [40, 120, 280]) {
      const drawnOf = (file: string) => drawn.slice(0, count).filter((one) => one.file === file).length;
      expect(Math.abs(drawnOf("large.ts") - count * 0.75)).toBeLessThanOrEqual(1);
      expect(Math.abs(drawnOf("small.ts") - count * 0.025)).toBeLessThanOrEqual(1);
    }
  });

  it("draws the same ones again, others by another seed, and a file's own whatever other files there are", () => {
    const small = (mutants: readonly Mutant[]) => namesOf(mutants.filter(({ file }) => file === "small.ts"));
    expect(namesOf(drawEvenly(all, 1))).toEqual(namesOf(drawEvenly(all, 1)));
    expect(namesOf(drawEvenly(all, 2))).not.toEqual(namesOf(drawEvenly(all, 1)));
    expect(small(drawEvenly(mutantsIn("small.ts", 10), 1))).toEqual(small(drawEvenly(all, 1)));
  });
});

describe("intervalOf", () => {
  // Newcombe, Statist. Med. 17 (1998), table I.
  it.each([
    [81, 263, [0.2553, 0.3662]],
    [15, 148, [0.0624, 0.1605]],
    [0, 20, [0, 0.1611]],
    [0, 0, [0, 1]],
  ])("of %d of %d is the one that is published", (count, drawn, published) => {
    expect(intervalOf(count, drawn).map((end) => Number(end.toFixed(4)))).toEqual(published);
  });
});

const ulid = "functions/clients/customerio/event-ulid.ts";
const HANDLER = "functions/handlers/contact-unsubscribed.ts";

describe("a worker", () => {
  const worker = startAsked(0, 1);
  afterAll(() => worker.stop());

  const group = "contact-unsubscribed · email · a Lead";
  const drop = `${group} · PATCH /composite/sobjects · apply-then-drop · 1st call`;
  const part = { only: ["contact-unsubscribed"], states: ["a Lead"], properties: [] };

  it("says what tells a handler's mutant from the original, and ends the one that never comes back", async () => {
    const [file] = await filesFor([HANDLER]);
    const source = file?.source ?? "";
    const reach = await worker.ask({ reach: { texts: {}, points: 0, part } });
    const effect = reach?.groups?.find((one) => one.group === group)?.effect;
    expect(reach).toMatchObject({ groups: expect.anything() });
    expect(effect).toContain("HasOptedOutOfEmail");
    const killerOf = async (text: string, replacement: string) => {
      expect(source).toContain(text);
      const trial = { [group]: { cases: [drop], effect } };
      const answer = await worker.ask({
        mutant: { [HANDLER]: source.replace(text, () => replacement) },
        trial,
        kinds: "alone",
      });
      return answer === undefined ? "time-out" : answer;
    };
    expect({
      nothing: await killerOf("=> salesforce", "=>  salesforce"),
      forgotten: await killerOf("() => salesforce.optOutOfEmail(event.data.email, { at: event.time }),", ""),
      unwaited: await killerOf("=> salesforce", "=> void salesforce"),
      endless: await killerOf("await inTurn", "for (;;); await inTurn"),
      noProgram: await killerOf("await inTurn", "await await) inTurn"),
    }).toEqual({
      nothing: { killer: undefined },
      forgotten: { killer: "effects" },
      unwaited: { killer: "acknowledgement" },
      endless: "time-out",
      noProgram: { killer: "broken" },
    });
  });
});

describe("a tester", () => {
  const tester = startTester();
  afterAll(() => tester.stop());

  const file = "test/clients/customerio/event-ulid.test.ts";
  const limits = { busyMs: 60_000, idleMs: 60_000 };
  const sourceOf = async () => (await filesFor([ulid]))[0]?.source ?? "";

  it.each([
    ["the original", (source: string) => source, false],
    ["a mutant", (source: string) => source.replace("[source, id, effect]", "[id, effect]"), true],
    ["what can't be loaded", () => "(", true],
    ["what ends the process", (source: string) => `process.exit(1); ${source}`, true],
    ["the original again", (source: string) => source, false],
  ])("runs a file's own tests on %s", async (_, change, hasFailed) => {
    const texts = { [ulid]: change(await sourceOf()) };
    expect(await tester.run({ texts, tests: { [file]: "all" }, points: 0 }, limits)).toMatchObject({
      hasFailed,
    });
  });

  it.each([
    ["the original", "error instanceof Error", false],
    ["a mutant", "true", true],
  ])("runs the runtime's tests, which read a file's name in a stack, on %s", async (_, condition, hasFailed) => {
    const mutated = "functions/runtime/safe-error.ts";
    const source = (await filesFor([mutated]))[0]?.source ?? "";
    const texts = { [mutated]: source.replaceAll("error instanceof Error", condition) };
    const tests = { "test/runtime/safe-error.test.ts": "all" } as const;
    expect(await tester.run({ texts, tests, points: 0 }, limits)).toMatchObject({ hasFailed });
  });

  it.each([
    ["computes", "for (;;);", { busyMs: 200, idleMs: 60_000 }],
    ["waits", "await new Promise(() => {});", { busyMs: 60_000, idleMs: 500 }],
  ])("ends what %s without end", async (_, statement, limited) => {
    const texts = { [ulid]: `${statement} ${await sourceOf()}` };
    expect(await tester.run({ texts, tests: { [file]: "all" }, points: 0 }, limited)).toBeUndefined();
  });

  it("tells which test comes to which point, and runs those alone that are named", async () => {
    const source = await sourceOf();
    const counted = instrumented({ file: ulid, source }, 0);
    const { length: points } = pointsOf({ source });
    const all = await tester.run({ texts: { [ulid]: counted }, tests: { [file]: "all" }, points }, limits);
    const [one, another] = all?.reached ?? [];
    expect(one?.points.length).toBeGreaterThan(2);
    const named = { [file]: [another?.name ?? ""] };
    const some = await tester.run({ texts: { [ulid]: counted }, tests: named, points }, limits);
    const ran = some?.reached.filter((test) => test.points.length > 0);
    expect(ran?.map(({ name }) => name)).toEqual([another?.name]);
  });
});

describe("testFiles", () => {
  it("are the runtime's that import what is mutated, and else those of handlers and clients", async () => {
    const ofSigns = await testFiles(["functions/runtime/outage/signs.ts"]);
    expect(ofSigns).toEqual(expect.arrayContaining(["test/runtime/outage/pausing.test.ts"]));
    expect(ofSigns).not.toContain("test/runtime/one-pass.test.ts"); // no mutant is to be killed by a slow machine
    expect(ofSigns.filter((file) => !file.startsWith("test/runtime/") || file.includes("/reading/"))).toEqual([]);
    const ofClients = await testFiles([ulid, "functions/runtime/batch/leases.ts"]);
    expect(ofClients).toEqual(
      expect.arrayContaining(["test/clients/customerio/event-ulid.test.ts", "test/runtime/batch/invocation.test.ts"]),
    );
    expect(ofClients).not.toContain("test/runtime/outage/pausing.test.ts");
  });
});

describe("judgeMutants", () => {
  const files = [{ file: "functions/clients/a.ts", source: "one\ntwo\n" }];
  const mutant: Mutant = { file: "functions/clients/a.ts", rule: "BooleanLiteral", start: 4, end: 7, replacement: "2" };
  const fate = (changes: Partial<Fate> = {}): Fate => ({
    mutant,
    killer: undefined,
    isReached: true,
    isTried: true,
    ...changes,
  });
  const killed = fate({ killer: "faults" });
  const entry = {
    mutant: mutantId(diffOf(files[0]?.source ?? "", mutant), mutant.file),
    file: mutant.file,
    what: "two is 2",
    reason: "the same number",
  };
  const many = (count: number) => Array.from({ length: count }, () => killed);
  const untried = (count: number) => Array.from({ length: count }, () => fate({ isTried: false }));

  it.each([
    ["all are killed", many(3), [], true, "3 of 3 killed: 100.0 %"],
    ["one of 40 survives", [...many(39), fate()], [], true, "39 of 40 killed: 97.5 %"],
    ["one of 20 survives", [...many(19), fate()], [], false, "19 of 20 killed: 95.0 %"],
    ["it is explained", [...many(19), fate()], [entry], true, "1 more survive and are explained."],
    ["an explained one does not survive", many(3), [entry], false, "(two is 2), which does not survive."],
    ["tsc refuses one", [...many(19), fate({ killer: "tsc" }), fate()], [], false, "19 of 20 killed: 95.0 %"],
    ["some were not tried", [...many(99), fate(), ...untried(9)], [], true, "between 94.6 and 99.8 % would be killed"],
    ["none was tried", untried(2), [], false, "2 were not tried"],
  ])("says so where %s", (_, fates, explained, isPassed, says) => {
    const verdict = judgeMutants(files, fates, explained);
    expect(verdict).toMatchObject({ isPassed });
    expect(verdict.lines.join("\n")).toContain(says);
  });

  it("shows a survivor as a diff, and says where nothing comes to it", () => {
    const survivors = (fates: readonly Fate[], explained = [entry].slice(1)) => spellSurvivors(files, fates, explained);
    const head = `functions/clients/a.ts:2 BooleanLiteral ${entry.mutant}`;
    const diff = ["@@ -2,1 +2,1 @@", " one", "-two", "+2", " ", ""];
    expect(survivors([killed, fate()])).toEqual([head, ...diff]);
    expect(survivors([fate({ isReached: false })])).toEqual([`${head}, which no case and no test comes to`, ...diff]);
    expect(survivors([fate()], [entry])).toEqual([]);
  });
});

describe("mutantId", () => {
  const idBeside = (...lines: string[]) =>
    mutantId(["@@ -3,1 +3,1 @@", ...lines, "-  return one;", "+  return two;"], "a.ts");

  it("stays the same where a comment beside the mutant is reworded, and no other line", () => {
    expect(idBeside("   // Says why.")).toBe(idBeside("   * Says it otherwise."));
    expect(idBeside("   one += 1;")).not.toBe(idBeside("   one += 2;"));
  });
});

describe("proof/mutants.json", () => {
  it("explains mutants that there are: one whose lines have changed is another, and the nightly run would fail", async () => {
    const explained = await readExplained();
    const named = Map.groupBy(new Set(explained.map(({ file }) => file)), isRuntime); // the runtime's are tried by themselves
    const files = (await Promise.all([...named.values()].map(filesFor))).flat();
    const sources = new Map(files.map(({ file, source }) => [file, source]));
    const mutants = await mutantsOf(files);
    const ids = new Set(mutants.map((one) => mutantId(diffOf(sources.get(one.file) ?? "", one), one.file)));
    expect(explained.filter(({ mutant }) => !ids.has(mutant))).toEqual([]);
  });
});

describe("refusedByTypes", () => {
  it("holds each by itself against the checkout, whatever it no longer uses", async () => {
    const [file] = await filesFor([ulid]);
    const { source = "" } = file ?? {};
    const mutantOf = (text: string, replacement: string): Mutant => {
      const start = source.indexOf(text);
      return { file: ulid, rule: "", start, end: start + text.length, replacement };
    };
    const fine = mutantOf("[source, id, effect]", "[id, effect]");
    const refused = mutantOf("createHash(", "createHash(1, ");
    expect(await refusedByTypes([{ file: ulid, source }], [fine, refused])).toEqual(new Set([refused]));
  });
});

describe("filesFor", () => {
  it.each([
    [[ulid], [ulid]],
    [
      ["functions/clients/customerio/", ulid],
      ["functions/clients/customerio/client.ts", ulid],
    ],
    [
      ["functions/runtime/outage", "functions/runtime/batch"],
      ["functions/runtime/outage/signs.ts", "functions/runtime/batch/leases.ts"],
    ],
    [["invoice-paid"], ["functions/handlers/invoice-paid.ts", "functions/clients/salesforce/client.ts"]],
  ])("finds what %j means", async (names, some) => {
    const files = (await filesFor(names)).map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(some));
    expect(new Set(files).size).toBe(files.length);
  });

  it("names the handlers whose cases come to a file: none to the runtime's", async () => {
    expect(await handlersWith([{ file: "functions/runtime/define/errors.ts" }])).toEqual([]);
    expect(await handlersWith([{ file: "functions/handlers/invoice-paid.ts" }])).toEqual(["invoice-paid"]);
    expect(await handlersWith([{ file: "functions/clients/slack/text.ts" }])).toEqual([
      "form-submitted-slack",
      "invoice-paid",
    ]);
  });

  it.each([["nobody"], ["functions/sources/app.ts"]])("refuses %s", async (name) => {
    await expect(filesFor([name])).rejects.toThrow(`--mutants ${name}: no handler, and nothing under`);
  });

  it("takes the runtime by itself", async () => {
    await expect(filesFor([ulid, "functions/runtime/log.ts"])).rejects.toThrow("so try it by itself");
  });
});

describe("share", () => {
  it("gives each job to whoever is free, once", async () => {
    const done: number[] = [];
    await share([1, 2, 3, 4, 5], 2, async (job) => void done.push(job));
    expect(done.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5]);
  });
});
