import { describe, expect, it } from "@jest/globals";
import { instrumented } from "../../../tools/prove/points/points.ts";
import { reachedBy } from "../../../tools/prove/reach/files.ts";
import { unite } from "../../../tools/prove/points/reached.ts";
import { createTally } from "../../../tools/prove/points/tally.ts";
import { besideGroups } from "../../../tools/prove/run/group.ts";
import { unreachedIn } from "../../../tools/prove/reach/unreached.ts";
import { proveInWorkers } from "../../../tools/prove/workers/pool.ts";

describe("proveInWorkers", () => {
  it("names the code of a handler that no case runs, and knows what is declared and what types ask for", async () => {
    const source = new URL("unreached/source.ts", import.meta.url);
    const drawn = { twoFaults: 0, alike: 0, interleavings: 0, triples: 0, represented: 0 };
    const { handlers } = await proveInWorkers({ source, selection: { seed: 1, drawn }, telling: "kinds" });
    const found = handlers.map(({ handler, problems }) => [
      handler,
      problems.filter(({ property }) => property === "coverage").map(({ rule }) => rule),
    ]);
    const file = "test/tools/prove/unreached/unreached-branch.ts";
    expect(Object.fromEntries(found)).toEqual({
      "declared-branch": [`declares that no case reaches "await identify(systems, event)", and one does`],
      "for-types": [],
      "reached-branch": [],
      "unreached-branch": [`has code that no case runs: ${file}:10 (await sendEvent(systems, event);)`],
    });
  });

  it("says nothing of code that is another handler's too where that is not proved, nor of what is declared of it", async () => {
    const source = new URL("unreached/in-common.ts", import.meta.url);
    const drawn = { twoFaults: 0, alike: 0, interleavings: 0, triples: 0, represented: 0 };
    const { handlers } = await proveInWorkers({ source, selection: { seed: 1, drawn }, telling: "kinds", workers: 1 });
    expect(handlers.map(({ handler, isWhole = false }) => [handler, isWhole])).toEqual([
      ["declares-in-common", true],
      ["unproved", false],
    ]);
    const problems = handlers.flatMap((handler) => handler.problems);
    expect(problems.filter(({ property }) => property === "coverage")).toEqual([]);
  });

  it("asks for no coverage where not all cases are run", async () => {
    const source = new URL("unreached/source.ts", import.meta.url);
    const selection = { seed: 1, states: ["nobody"], properties: ["crash"] as const };
    const { handlers, unreached } = await proveInWorkers({ source, selection, telling: "kinds", workers: 1 });
    expect(handlers.flatMap(({ problems }) => problems)).toEqual([]);
    expect(unreached).toBeUndefined();
  });
});

/** What stands in brackets has not run. */
function markedText(marked: string): { text: string; reached: Uint8Array } {
  const parts = marked.split(/[«»]/);
  const reached = parts.map((part, index) => new Uint8Array(part.length).fill(index % 2 === 0 ? 1 : 0));
  return { text: parts.join(""), reached: Uint8Array.from(reached.flatMap((part) => [...part])) };
}

describe("unreachedIn", () => {
  it.each([
    ["a block", "if (a) «{\n  await b();\n}»\nc();", ["2-2 await b();"]],
    ["an else", "if (a) b(); «else c(1);»", ["1-1 if (a) b(); else c(1);"]],
    ["one arm", "const a = b« ? c()» : d;", ["1-1 const a = b ? c() : d;"]],
    ["several lines", "«function a() {\n  b();\n}\n»c();", ["1-3 function a() {\n  b();\n}"]],
    ["brackets and comments", "if (a) { return; «// there\n}» /* more */", []],
    ["a plain Error", 'if (a) «{ throw new Error("there is; always"); }»', []],
    ["a function for it", "function never(): never «{ throw new Error(`no ${a}`);\n}»", []],
    ["a refusal", 'if (a) «throw new PermanentError("b");»', ['1-1 if (a) throw new PermanentError("b");']],
    ["nothing in its place", 'f(a « ?? ""», b « ?? []»)', []],
    ["a number in its place", "f(a« ?? 2», b ? « 3 » : 4)", ["1-1 f(a ?? 2, b ? 3 : 4)"]],
    ["something in its place", 'f(a« ?? "b"»)', ['1-1 f(a ?? "b")']],
  ])("tells of %s", (_what, marked, pieces) => {
    const { text, reached } = markedText(marked);
    expect(unreachedIn(text, reached).map(({ from, to, code }) => `${from}-${to} ${code}`)).toEqual(
      pieces.map((piece) => piece.replaceAll(/\s+/g, " ")),
    );
  });
});

describe("reachedBy", () => {
  const source = `export async function f(a, list) {
  if (a > 1) return g(a);
  for (const one of list) await h(one);
  switch (a) {
    case 0:
      return a ? "none" : "some";
    default:
      k(() => a ?? l());
  }
  return m();
}
export const n = { async o() { p(); } };
`;

  /** Runs it, and tells what has not run. */
  async function unreachedWith(...given: readonly unknown[]): Promise<string[]> {
    const points = new Uint8Array(100);
    const counted = instrumented({ file: "f.ts", source }, 0).replaceAll("export ", "");
    const run: unknown = Reflect.construct(Function, [
      "__ycatReached",
      "a",
      "list",
      ...NAMES,
      `${counted} return f(a, list);`,
    ]);
    const nothing = (use: unknown) => (typeof use === "function" ? use() : use);
    if (typeof run === "function") await run(points, ...given, ...NAMES.map(() => nothing));
    return unreachedIn(source, reachedBy(source, points.join(""))).map(({ from, to, code }) => `${from}-${to} ${code}`);
  }
  const NAMES = ["g", "h", "k", "l", "m", "p"];

  const never = "12-12 export const n = { async o() { p(); } };";
  const [afterFirst, loop] = ["3-10 ", "3-3 for (const one of list) await h(one);"];

  it("tells what runs of a function, branch by branch, and what comes after a return", async () => {
    expect(await unreachedWith(2, [])).toEqual([
      `${afterFirst}${source.split("\n").slice(2, 10).join(" ").replaceAll(/\s+/g, " ").trim()}`,
      never,
    ]);
    expect(await unreachedWith(0, [])).toEqual([
      "2-2 if (a > 1) return g(a);",
      loop,
      '6-6 return a ? "none" : "some";',
      "8-8 k(() => a ?? l());",
      "10-10 return m();",
      never,
    ]);
    expect(await unreachedWith(1, ["x"])).toEqual([
      "2-2 if (a > 1) return g(a);",
      '6-6 return a ? "none" : "some";',
      "8-8 k(() => a ?? l());",
      never,
    ]);
  });

  it("takes all functions for unreached where nothing was come to", () => {
    const pieces = unreachedIn(source, reachedBy(source, ""));
    expect(pieces.map(({ from, to }) => `${from}-${to}`)).toEqual(["1-11", "12-12"]);
  });
});

describe("unite", () => {
  it("takes what either has come to", () => {
    const [one, other] = [
      { a: "0100", b: "1" },
      { a: "0001", c: "1" },
    ];
    expect(unite([one, other, one])).toEqual({ a: "0101", b: "1", c: "1" });
  });
});

describe("createTally", () => {
  it("counts what is run once for each group that asks for it, and what modules do when they are loaded for all", async () => {
    let points = [0];
    const come = (...to: readonly number[]) => void points.push(...to);
    const tally = createTally(
      [
        { file: "a", first: 0, count: 3 },
        { file: "b", first: 3, count: 2 },
      ],
      () => {
        const taken = points;
        points = [];
        return taken;
      },
    );
    await tally.once("clean run", async () => come(3));
    const result = besideGroups("handler", { problems: [], isComplete: true });
    const reachedOf = async (run: () => Promise<void>) => {
      const { reached } = await tally.of(async () => {
        await run();
        return result;
      });
      return reached;
    };
    expect(await reachedOf(async () => come(1))).toEqual({ a: "110" });
    expect(
      await reachedOf(async () => {
        come(2);
        await tally.once("clean run", async () => come(4));
        await tally.once("another", async () => come(4));
      }),
    ).toEqual({ a: "101", b: "11" });
    expect(await reachedOf(() => tally.once("another", async () => come(1)))).toEqual({ a: "100", b: "01" });
  });
});
