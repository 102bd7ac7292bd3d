import { describe, expect, it } from "@jest/globals";
import { reachedBy, unite } from "../../../tools/prove/reach/measure.ts";
import { reachInWorkers } from "../../../tools/prove/reach/pool.ts";
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
    const { handlers } = await proveInWorkers({ source, selection: { seed: 1, drawn }, telling: "kinds" });
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
    const { handlers, unreached } = await proveInWorkers({ source, selection, telling: "kinds" });
    expect(handlers.flatMap(({ problems }) => problems)).toEqual([]);
    expect(unreached).toBeUndefined();
  });
});

describe("reachInWorkers", () => {
  it("ends a worker whose handler loops without end, and says where", async () => {
    const source = new URL("endless.ts", import.meta.url);
    const selection = { seed: 1, states: ["nobody"], properties: ["crash"] as const };
    const handlers = ["endless"];
    const measured = reachInWorkers(
      { source, selection, workers: 1, silenceMs: 2_000 },
      { handlers, only: handlers, extent: "once" },
    );
    await expect(measured).rejects.toThrow(
      /^what is reached can't be measured: a handler never comes back: it loops without end after PUT \/customers\/\{id\} \(endless · \w+ · nobody/,
    );
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
    ["something in its place", 'f(a« ?? "b"»)', ['1-1 f(a ?? "b")']],
  ])("tells of %s", (_what, marked, pieces) => {
    const { text, reached } = markedText(marked);
    expect(unreachedIn(text, reached).map(({ from, to, code }) => `${from}-${to} ${code}`)).toEqual(
      pieces.map((piece) => piece.replaceAll(/\s+/g, " ")),
    );
  });
});

describe("reachedBy", () => {
  const range = (startOffset: number, endOffset: number, count: number) => ({ startOffset, endOffset, count });

  it("takes the innermost range's word, and unites threads", () => {
    const reached = reachedBy([
      { ranges: [range(0, 8, 1)] },
      { ranges: [range(2, 7, 1), range(4, 7, 0)] },
      { ranges: [range(5, 6, 1)] },
    ]);
    expect([...reached].join("")).toBe("11110101");
    expect([...unite(reached, Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 1))].join("")).toBe("111111011");
  });
});
