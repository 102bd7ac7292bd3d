import { describe, expect, it } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dist, root } from "../../bundler/paths.ts";
import { PermanentError } from "../../functions/runtime/define/errors.ts";
import { errorName, placeOf, showLocally } from "../../functions/runtime/safe-error.ts";

function withStack(stack: string, message = "ada@example.com"): Error {
  return Object.assign(new Error(message), { stack });
}

const SENTENCE = "request failed";

/** An error as V8 would make it in the built source app, where it says SENTENCE; and where that stands in our source. */
function bundled() {
  const bundle = join(dist, "functions/app/index.cjs");
  const before = readFileSync(bundle, "utf8").split(`"${SENTENCE}"`)[0]?.split("\n") ?? [];
  const position = `${before.length}:${(before.at(-1) ?? "").length + 1}`;
  const source = readFileSync(join(root, "functions/runtime/framework/serve.ts"), "utf8").split(SENTENCE)[0];
  return {
    error: withStack(
      `Error: ada@example.com\n    at Array.map (<anonymous>)\n    at async failed (${bundle}:${position})`,
    ),
    line: source?.split("\n").length,
  };
}

describe("placeOf", () => {
  it("names file and line of the source that a bundle was made from", () => {
    const { error, line } = bundled();
    expect(placeOf(error)).toBe(`serve.ts:${line}`);
  });

  it.each([
    ["a method", "Error: ada@example.com\n    at run (/a/b/index.js:35:110)", "index.js:35"],
    ["the top of a file", "Error: ada@example.com\n    at /a/b/index.js:35:110", "index.js:35"],
    ["a module's address", "Error: ada@example.com\n    at file:///a/b/x.ts:3:1", "x.ts:3"],
    [
      "what is awaited",
      "Error: ada@example.com\n    at async Promise.all (index 0)\n    at async run (/a/x.ts:3:1)",
      "x.ts:3",
    ],
    ["Windows", "Error: ada@example.com\n    at run (C:\\a\\x.ts:3:1)", expect.stringMatching(/x\.ts:3$/)],
    [
      "ours before a library's",
      "E: ada@example.com\n    at f (/node_modules/l.js:1:1)\n    at g (/o.ts:2:2)",
      "o.ts:2",
    ],
    ["a library's before none", "E: ada@example.com\n    at f (/node_modules/l.js:1:1)", "l.js:1"],
    ["Node's own alone", "Error: ada@example.com\n    at node:internal/main:1:1", undefined],
    ["no frames", "Error: ada@example.com", undefined],
    ["a text that was changed since", "Error: before\n    at run (/a/x.ts:3:1)", undefined],
    ["an error whose name says something else", "TypeError: ada@example.com\n    at run (/a/x.ts:3:1)", "x.ts:3"],
  ])("reads a stack of %s", (_what, stack, place) => {
    expect(placeOf(withStack(stack))).toEqual(place);
  });

  it("passes over a text that looks like frames", () => {
    const text = "x\n    at ada (/ada.ts:1:1)";
    expect(placeOf(withStack(`Error: ${text}\n    at run (/a/x.ts:3:1)`, text))).toBe("x.ts:3");
  });

  it("has none for what is no error", () => {
    expect([placeOf("ada@example.com"), placeOf(undefined)]).toEqual([undefined, undefined]);
  });
});

describe("errorName", () => {
  it.each([
    [new TypeError("x"), "TypeError"],
    [new PermanentError("x", { code: "C", system: "s" }), "PermanentError"],
    [Object.assign(new RangeError("x"), { name: "ada@example.com" }), "RangeError"],
    [new (class extends Error {})("x"), "Error"],
    [new (class _QuotaError extends Error {})("x"), "QuotaError"],
    ["ada@example.com", "UNKNOWN"],
  ])("of %p is its class's", (error, name) => {
    expect(errorName(error)).toBe(name);
  });
});

describe("showLocally", () => {
  it("prints text and TypeScript lines on one's own machine", () => {
    const { error, line } = bundled();
    let printed = "";
    showLocally(error, { YCAT_LOCAL: "1" }, (text) => (printed += text));
    expect(printed).toBe(`Error: ada@example.com\n    at failed functions/runtime/framework/serve.ts:${line}\n`);
  });

  it("prints nothing in the cloud", () => {
    let printed = "";
    showLocally(new Error("ada@example.com"), {}, (text) => (printed += text));
    expect(printed).toBe("");
  });
});
