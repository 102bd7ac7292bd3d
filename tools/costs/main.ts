import { exitCodeOf } from "../exit-code.ts";
import { readArguments } from "../arguments.ts";
import { figuresAt, figuresOf } from "./checkouts.ts";
import { costsOf } from "./costs.ts";
import { costLines } from "./lines.ts";
import type { Output } from "../terminal.ts";

const usage = `npm run costs [-- options]

Shows for each event type how much of each system's allowance an event uses, what a million events cost at Google's list prices, and what
the deployment costs at rest. It uses dist/manifest.json, the calls measured by npm run prove (proof/NAME.effects.md), and docs/deploy.md.

  --against COMMIT   compares with that commit, which is built next to this checkout
  --json             prints JSON

Exit codes: 0 done, 1 the other commit can't be built, 2 wrong arguments.
`;

export interface Invocation extends Output {
  readonly root: string;
}

/** `npm run costs`. @returns the exit code */
export async function runCosts(texts: readonly string[], { root, print, complain }: Invocation): Promise<number> {
  try {
    const { values } = readArguments({
      args: [...texts],
      options: {
        against: { type: "string" },
        help: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (values.help) print(usage);
    else {
      const now = await figuresOf(root);
      const before = values.against === undefined ? undefined : await figuresAt(root, values.against);
      const figures = { now: costsOf(now), ...(before && { before: costsOf(before) }), atRest: now.prices.atRest };
      for (const line of values.json ? [JSON.stringify(figures, null, 2)] : costLines(now, before)) print(line);
    }
    return 0;
  } catch (error) {
    return exitCodeOf(error, complain);
  }
}
