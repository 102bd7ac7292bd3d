import { mkdtempSync } from "node:fs";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { keyOf, readDependencies } from "../../../../tools/prove/cache/dependencies.ts";
import { isCacheable } from "../../../../tools/prove/cache/cache.ts";
import { readEntries, writeEntries } from "../../../../tools/prove/cache/store.ts";

const root = mkdtempSync(join(tmpdir(), "kept-"));
afterAll(() => rm(root, { recursive: true }));

const files = {
  "functions/handlers/one.ts": 'import { shared } from "./with-one.ts";\nimport list from "../../lists/one.json";',
  "functions/handlers/with-one.ts": 'export * from "./deeper.ts";',
  "functions/handlers/deeper.ts": "",
  "functions/handlers/two.ts": "",
  "functions/sources/app.ts": "",
  "functions/clients/acme/client.ts": "",
  "functions/runtime/handle/handle.ts": "",
  "functions/configuration/campaigns.json": "{}",
  "lists/one.json": "[]",
  "local/acme/stand-in.ts": "",
  "local/core/faults.ts": "",
  "bundler/paths.ts": "",
  "schemas/one.json": "{}",
  "dist/validators.mjs": "",
  "samples/events/one/full.json": "{}",
  "samples/events/two/full.json": "{}",
  "proof/one.declared.json": "{}",
  "tools/prove/plan.ts": "",
  "tools/seeded-random.ts": "",
  "tools/send.ts": "",
  "package-lock.json": "{}",
  "README.md": "",
};

beforeEach(async () => {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
});

const handlers = ["one", "two"].map((name) => ({ name, eventType: name, file: `functions/handlers/${name}.ts` }));

/** Under which a result of these handlers is kept. */
function key(involved: readonly string[], more: object = { name: "a group", seed: 1 }): string | undefined {
  return keyOf(readDependencies(root, handlers), { involved, ...more });
}

const keys = () => ({ one: key(["one"]), two: key(["two"]), both: key(["one", "two"]) });

describe("keyOf", () => {
  it.each([
    ["functions/handlers/one.ts", "its own"],
    ["functions/handlers/with-one.ts", "its own"],
    ["functions/handlers/deeper.ts", "its own"],
    ["lists/one.json", "its own"],
    ["samples/events/one/full.json", "its own"],
    ["samples/events/one/another.json", "its own"],
    ["proof/one.declared.json", "its own"],
    ["functions/clients/acme/client.ts", "all"],
    ["functions/runtime/handle/handle.ts", "all"],
    ["functions/configuration/campaigns.json", "all"],
    ["local/acme/stand-in.ts", "all"],
    ["local/acme/another.ts", "all"],
    ["local/core/faults.ts", "all"],
    ["bundler/paths.ts", "all"],
    ["schemas/one.json", "all"],
    ["dist/validators.mjs", "all"],
    ["tools/prove/plan.ts", "all"],
    ["tools/seeded-random.ts", "all"],
    ["package-lock.json", "all"],
    ["functions/sources/app.ts", "none"],
    ["samples/events/three/full.json", "none"],
    ["tools/send.ts", "none"],
    ["README.md", "none"],
  ])("a change to %s is one to %s results", async (file, whose) => {
    const before = keys();
    await mkdir(dirname(join(root, file)), { recursive: true });
    await appendFile(join(root, file), " ");
    const after = keys();
    expect(after.one === before.one).toBe(whose === "none");
    expect(after.both === before.both).toBe(whose === "none");
    expect(after.two === before.two).toBe(whose !== "all");
    if (!(file in files)) await rm(join(root, file));
  });

  it("is another's for another group, seed or handler, and nobody's for one that is not known", () => {
    const different = [
      key(["one"]),
      key(["two"]),
      key(["two", "one"]),
      key(["one"], { name: "another group", seed: 1 }),
      key(["one"], { name: "a group", seed: 2 }),
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(key(["one", "unknown"])).toBeUndefined();
  });
});

describe("writeEntries", () => {
  const folder = join(root, "kept");
  const footprint = (calls: number) => ({ handler: "one", touches: [], calls, sort: "", steps: [], runs: [] });
  const entry = (name: string, calls: number) => ({ handler: "one", name, key: "k", value: footprint(calls) });
  const kept = (calls: number) => ({ key: "k", value: footprint(calls) });

  it("adds to what is kept, or puts it in the place of it", () => {
    writeEntries(folder, [entry("a", 1), entry("b", 2)], { isAll: false });
    writeEntries(folder, [entry("b", 3)], { isAll: false });
    expect(readEntries(folder, "one")).toEqual({ a: kept(1), b: kept(3) });
    writeEntries(folder, [entry("c", 4)], { isAll: true });
    expect(readEntries(folder, "one")).toEqual({ c: kept(4) });
  });

  it("does without where it can't write or read", async () => {
    await writeFile(join(root, "no-folder"), "");
    writeEntries(join(root, "no-folder"), [entry("a", 1)], { isAll: true });
    expect(readEntries(join(root, "no-folder"), "one")).toEqual({});
    await writeFile(join(root, "one.json"), "{ broken");
    expect(readEntries(root, "one")).toEqual({});
    expect(await readFile(join(root, "no-folder"), "utf8")).toBe("");
  });
});

describe("isCacheable", () => {
  const place = { property: "faults", name: "a", place: "b", disturbance: "c" } as const;
  const result = (verdict: "ok" | "declared" | "failed") => ({ case: place, verdict, findings: [] });
  const bounds = { cleanCalls: 1, repeatedCalls: 1, repeatedWrites: 0, longestMs: 0, ackDeadlineMs: 1 };
  const group = {
    handler: "one",
    results: [],
    problems: [],
    bounds,
    needed: [],
    covered: 0,
    alike: 0,
    isComplete: true,
  };
  const problem = { property: "bounds", rule: "makes no call", isDivergence: false } as const;

  it.each([
    ["what is fine", {}, true],
    ["what is declared", { results: [result("ok"), result("declared")] }, true],
    ["a failure", { results: [result("ok"), result("failed")] }, false],
    ["a problem beside any case", { problems: [problem] }, false],
    ["what was ended early", { isComplete: false }, false],
  ])("decides on %s", (_what, more, isWorth) => {
    expect(isCacheable({ ...group, ...more })).toBe(isWorth);
  });
});
