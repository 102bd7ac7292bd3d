import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import { type Clock, systemClock } from "../../local/core/clock.ts";
import { type Command, readCommand } from "./arguments.ts";
import { findPlace, readManifest } from "../place.ts";
import { exitCodeOf } from "../exit-code.ts";
import { usage } from "./usage.ts";
import type { Terminal } from "../terminal.ts";

export interface Invocation extends Terminal {
  /** The folder that the build has written. */
  readonly dist: string;
  /** Ends the work; whatever was held is given back. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Where each replayed letter has a line; by default in the checkout, out of git's sight. */
  readonly journal?: string;
}

const JOURNAL = join(root, ".ycat/replays.jsonl");

/** `npm run dead-letters`. @returns the exit code: 0 done, 1 something could not be read or replayed, 2 not possible as given. */
export async function deadLetters(texts: readonly string[], invocation: Invocation): Promise<number> {
  try {
    const command = readCommand(texts);
    if (command.name !== "help") return await work(command, invocation);
    invocation.print(usage);
    return 0;
  } catch (error) {
    return exitCodeOf(error, invocation.complain);
  }
}

async function work(
  command: Exclude<Command, { name: "help" }>,
  { dist, environment, clock = systemClock, journal = JOURNAL, ...rest }: Invocation,
): Promise<number> {
  const [manifest, place] = await Promise.all([readManifest(dist), findPlace(command.place, environment)]);
  // Loaded only now: mistakes in the arguments are told at once.
  const [{ connectPubsub }, { openCheckout }, { runCommand }] = await Promise.all([
    import("../../local/console/dead-letters/pubsub.ts"),
    import("../../local/console/checkout.ts"),
    import("./commands.ts"),
  ]);
  const pubsub = await connectPubsub(place);
  try {
    return (await runCommand(command, {
      place,
      pubsub,
      manifest,
      checkout: openCheckout(manifest),
      environment,
      journal,
      clock,
      ...rest,
    }))
      ? 0
      : 1;
  } finally {
    await pubsub.close();
  }
}
