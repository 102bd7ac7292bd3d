import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { dist } from "../../bundler/paths.ts";
import { where } from "../../tools/where/where.ts";

const functions = join(dist, "functions");
const zip = readdirSync(functions).find((file) => /^form-submitted-[0-9a-f]{16}\.zip$/.test(file)) ?? "";

async function ask(...texts: string[]) {
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  return { code: await where(texts, { dist, print: tell, complain: tell }), lines };
}

/** The place in the bundle of a text that stands in the handler alone. */
const before = (
  readFileSync(join(functions, "form-submitted/index.cjs"), "utf8").split("form has no campaign")[0] ?? ""
).split("\n");
const place = `index.cjs:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
const lines = readFileSync("functions/handlers/form-submitted.ts", "utf8").split("\n");
const line = lines.findIndex((one) => one.includes("form has no campaign")) + 1;

describe("npm run where", () => {
  it.each([zip, `functions/${zip}`, "form-submitted"])("translates a place in %s into TypeScript", async (bundle) => {
    const { code, lines: told } = await ask(`at run (${place})`, "--bundle", bundle);
    expect([code, told]).toEqual([
      0,
      [expect.stringMatching(`^at run \\(functions/handlers/form-submitted\\.ts:${line}:\\d+\\)$`)],
    ]);
  });

  it.each([
    [[place], /^--bundle says which bundle/],
    [["line 7", "--bundle", "app"], /^"line 7" has no place like/],
    [
      [place, "--bundle", "form-submitted-0000000000000000.zip"],
      new RegExp(`has no source map of .*${zip}.*npm run build`),
    ],
  ])("says what is wrong with %j", async (texts, sentence) => {
    expect(await ask(...texts)).toEqual({ code: 2, lines: [expect.stringMatching(sentence)] });
  });
});
