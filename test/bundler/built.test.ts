import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtBefore, contentsToBuild, noteBuilt } from "../../bundler/built.ts";
import { root } from "../../bundler/paths.ts";

const UNFINISHED = ["nobody handles it"];

const FILES = [
  "functions/handlers/form-submitted.ts",
  "functions/configuration/campaigns.json",
  "schemas/types.ts",
  "schemas/sources/app.json",
  "samples/webhooks/app/form.submitted.json",
  "bundler/write/bundles.ts",
  "local/console/page/main.tsx",
  "package-lock.json",
  "tsconfig.json",
  "node_modules/.package-lock.json",
  "dist/manifest.json",
  "dist/functions/app/index.cjs", // npm run dev writes it ahead of the build that checks it
  "dist/functions/app-0123456789abcdef.zip",
  "dist/console/index.html",
  "dist/validators.mjs",
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-built-"));
  for (const file of FILES) await write(file, "as it was built");
  await noteBuilt(await contentsToBuild(folder), [], UNFINISHED, folder);
});
afterEach(() => rm(folder, { recursive: true }));

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

describe("a build that need not be made again", () => {
  it("is known by its content, wherever it lies and however old its files are", async () => {
    expect(await builtBefore(folder)).toEqual(UNFINISHED);
    const copy = await mkdtemp(join(tmpdir(), "ycat-built-copy-"));
    await cp(folder, copy, { recursive: true });
    expect(await builtBefore(copy)).toEqual(UNFINISHED);
    await rm(copy, { recursive: true });
  });

  it.each(FILES)("is none once %s is another, or gone, and is one again with its old content", async (file) => {
    await write(file, "as it was edited");
    expect(await builtBefore(folder)).toBeUndefined();
    await rm(join(folder, file));
    expect(await builtBefore(folder)).toBeUndefined();
    await write(file, "as it was built");
    expect(await builtBefore(folder)).toEqual(UNFINISHED);
  });

  it.each(["functions/sources/new.ts", "samples/webhooks/app/new.json", "dist/functions/new/index.cjs"])(
    "is none once there is %s",
    async (file) => {
      await write(file, "");
      expect(await builtBefore(folder)).toBeUndefined();
    },
  );

  it("is none where something was edited while it was made, but for what the build itself writes", async () => {
    const before = await contentsToBuild(folder);
    await write("schemas/types.ts", "as this build has written it");
    await noteBuilt(before, ["schemas/types.ts"], [], folder);
    expect(await builtBefore(folder)).toEqual([]);
    await write("functions/handlers/form-submitted.ts", "as it was edited meanwhile");
    await noteBuilt(before, ["schemas/types.ts"], [], folder);
    expect(await builtBefore(folder)).toBeUndefined();
  });

  it("is none where there has been none", async () => {
    await rm(join(folder, "dist"), { recursive: true });
    expect(await builtBefore(folder)).toBeUndefined();
  });

  it("has looked at every file of ours that is in a bundle", async () => {
    const bundled: Record<string, { inputs: string[] }> = JSON.parse(
      await readFile(join(root, "dist/bundled.json"), "utf8"),
    );
    const looked = await contentsToBuild();
    const inputs = Object.values(bundled).flatMap((one) => one.inputs);
    // Entries are generated from the units; validators are in dist.
    const ours = inputs.filter((input) => !/^dist\/|^entry:|^left-out:/.test(input));
    expect(ours.length).toBeGreaterThan(500);
    expect(ours.filter((input) => !looked.has(input))).toEqual([]);
  });
});
