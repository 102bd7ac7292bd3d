import { runCommand } from "../command.ts";
import { readArguments } from "../arguments.ts";
import { costsOf, type Figures } from "./costs.ts";
import { costLines } from "./lines.ts";
import type { Output } from "../terminal.ts";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { readManifest } from "../../local/runner/manifest.ts";
import { printAnswer } from "../printing.ts";
import { withCommit } from "../with-commit.ts";
import { readMeasured } from "./measured.ts";
import { readPrices } from "./prices.ts";

const usage = `npm run costs [-- options]

Shows for each event type how much of each system's allowance an event uses, what a million events cost at Google's list prices, and what
the deployment costs at rest. It uses dist/manifest.json, the calls measured by npm run prove (proof/NAME.effects.md), and docs/deploy.md.

  --against COMMIT   compares with that commit, which is built next to this checkout
  --json             prints JSON

Exit codes: 0 done, 1 the other commit can't be built, 2 wrong arguments.
`;

interface Invocation extends Output {
  readonly root: string;
}

/** `npm run costs`. @returns the exit code */
export function runCosts(texts: readonly string[], invocation: Invocation): Promise<number> {
  const { root } = invocation;
  return runCommand(invocation, usage, async () => {
    const { against, json: isJson } = readArguments(texts, {
      options: { against: { type: "string" }, json: { type: "boolean", default: false } },
    }).values;
    const now = await figuresOf(root);
    const before = against === undefined ? undefined : await figuresAt(root, against);
    const figures = { now: costsOf(now), ...(before && { before: costsOf(before) }), atRest: now.prices.atRest };
    printAnswer(invocation, isJson, figures, costLines(now, before));
  });
}

/** The figures of a built checkout. @throws UsageError if it is not built */
async function figuresOf(folder: string): Promise<Figures> {
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
function figuresAt(root: string, commit: string): Promise<Figures> {
  return withCommit(root, commit, figuresOf);
}
