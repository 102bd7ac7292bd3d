import { describe, expect, it } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";

const { scripts }: { scripts: object } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const page = await readFile(join(root, "docs/commands.md"), "utf8");

describe("docs/commands.md", () => {
  it.each(Object.keys(scripts))("has npm run %s", (name) => {
    const spelled = ["start", "test"].includes(name) ? `npm ${name}` : `npm run ${name}`;
    expect(page).toMatch(new RegExp(`^\\| .*\`${spelled}[\` ]`, "m"));
  });

  it("has no script that is not there", () => {
    const named = [...page.matchAll(/npm run ([\w-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
