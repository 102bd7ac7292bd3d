import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { findUnits } from "../../bundler/read/units.ts";

/** What people write that can't be loaded, and what is said of it. */
const FILES: readonly (readonly [what: string, name: string, code: string, sentence: string])[] = [
  [
    "CommonJS",
    "cjs",
    'const a = require("node:fs");',
    "cjs.ts:1 can't be loaded: ReferenceError: require is not defined",
  ],
  ["no ending", "ending", 'import "../runtime/there";', "Imports name the file, ending and all: ../runtime/there.ts"],
  [
    "JavaScript's ending",
    "js",
    'import "../runtime/there.js";',
    "Imports name the file, ending and all: ../runtime/there.ts",
  ],
  ["a folder", "folder", 'import "../shared";', "Imports name the file, ending and all: ../shared/index.ts"],
  ["an alias", "alias", 'import "@/runtime/there";', "Paths are relative"],
  ["a package that is missing", "missing", 'import "axios-nobody-has";', "npm install --save-exact axios-nobody-has"],
  ["an enum", "enum", "\nenum A { B }", "enum.ts:2 can't be loaded: SyntaxError: TypeScript enum is not supported"],
  ["a decorator", "decorator", "\n\n@((x: unknown) => x) class A {}", "decorator.ts:3 can't be loaded: SyntaxError"],
  ["a type without type", "type", 'import { Missing } from "../runtime/there.ts";', "import type { … }"],
  [
    "a setting that is not there",
    "setting",
    "\nprocess.env.NOBODY_HAS_IT.trim();",
    "setting.ts:2 can't be loaded: TypeError",
  ],
  ["a text that is thrown", "text", 'throw "no luck";', "functions/handlers/text.ts can't be loaded: no luck"],
];

let checkout = "";
beforeAll(async () => {
  checkout = await realpath(await mkdtemp(join(tmpdir(), "ycat-load-")));
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(checkout, file)), { recursive: true });
    await writeFile(join(checkout, file), text);
  };
  await write("package.json", '{ "type": "module" }');
  await write("functions/runtime/there.ts", "export const there = 1;");
  await write("functions/shared/index.ts", "export const shared = 1;");
  for (const [, name, code] of FILES) await write(`functions/handlers/${name}.ts`, code);
  await write("functions/handlers/ends.ts", "\nprocess.exit(0);");
  await write("functions/handlers/waits.ts", "await new Promise(() => {});");
  for (const file of ["mine.js", "mine.test.ts", "folder-of/index.ts"]) await write(`wrong/handlers/${file}`, "");
  for (const folder of ["sources", "clients"]) await mkdir(join(checkout, "wrong", folder));
});
afterAll(() => rm(checkout, { recursive: true, force: true }));

/** In a process of Node's own, as the build loads them. */
function load(names: readonly string[]): Promise<string> {
  const script = `
    import { loadFault } from ${JSON.stringify(join(root, "bundler/read/load-fault.ts"))};
    import { watchLoading } from ${JSON.stringify(join(root, "bundler/read/loading.ts"))};
    for (const file of ${JSON.stringify(names.map((name) => `functions/handlers/${name}.ts`))}) {
      const { loading, stop } = watchLoading();
      loading.add(file);
      await import(${JSON.stringify(`${checkout}/`)} + file).catch((error) => console.log(loadFault(file, error, ${JSON.stringify(checkout)})));
      stop();
    }`;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--input-type=module", "-e", script], { env: {} }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

describe("what can't be loaded", () => {
  it("is told by its place and what there is to do", async () => {
    const lines = (await load(FILES.map(([, name]) => name))).split("\n");
    const told = FILES.map(([what, , , sentence], index) => [
      what,
      lines[index]?.includes(sentence) === true ? sentence : lines[index],
    ]);
    expect(told).toEqual(FILES.map(([what, , , sentence]) => [what, sentence]));
  });

  it("is named where it ends the process, or waits for ever", async () => {
    const [ends, waits] = await Promise.all([load(["ends"]), load(["waits"])]);
    expect(ends).toContain("functions/handlers/ends.ts:2: it ends the process while it is loaded");
    expect(waits).toContain("functions/handlers/waits.ts: it never finishes loading");
  });

  it("is not passed over where it looks like a handler", async () => {
    await expect(findUnits(join(checkout, "wrong"))).rejects.toThrow(
      "functions/handlers/folder-of/index.ts: it is not read; it must be the file functions/handlers/folder-of.ts.\n" +
        "functions/handlers/mine.js: it is not read; its name must be mine.ts.\n" +
        "functions/handlers/mine.test.ts: tests belong in test/handlers.",
    );
  });
});
