import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { readManifest } from "../place.ts";
import { withCommit } from "../with-commit.ts";
import type { Figures } from "./costs.ts";
import { readMeasured } from "./measured.ts";
import { readPrices } from "./prices.ts";

/** The figures of a built checkout. @throws UsageError if it is not built */
export async function figuresOf(folder: string): Promise<Figures> {
  const manifest = await readManifest(join(folder, "dist"));
  const files = (await readdir(join(folder, "proof"))).filter((file) => file.endsWith(".effects.md"));
  const measured = await Promise.all(
    files.map(async (file) => {
      const markdown = await readFile(join(folder, "proof", file), "utf8");
      return [basename(file, ".effects.md"), readMeasured(markdown)] as const;
    }),
  );
  const prices = readPrices(await readFile(join(folder, "docs/deploy.md"), "utf8"));
  return { manifest, measured: new Map(measured), prices };
}

/** The figures of another commit. */
export function figuresAt(root: string, commit: string): Promise<Figures> {
  return withCommit(root, commit, figuresOf);
}
