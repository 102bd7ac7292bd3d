import { REPLAY_JOURNAL } from "./journal.ts";
import { type Clock, systemClock } from "../../local/core/clock.ts";
import { type Command, readCommand, usage } from "./arguments.ts";
import { findPlace } from "../place.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { runCommand } from "../command.ts";
import type { Terminal } from "../terminal.ts";

interface Invocation extends Terminal {
  /** Folder of the build. */
  readonly dist: string;
  /** Stops the command. Pulled messages are returned. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** File that records each replayed letter. Default: in the checkout, ignored by git. */
  readonly journal?: string;
}

/**
 * `npm run dead-letters`.
 * @returns the exit code: 0 done, 1 something could not be read or replayed, 2 impossible as given
 */
export function deadLetters(texts: readonly string[], invocation: Invocation): Promise<number> {
  return runCommand(invocation, usage, async () => work(readCommand(texts), invocation));
}

async function work(
  command: Command,
  { dist, environment, clock = systemClock, journal = REPLAY_JOURNAL, ...rest }: Invocation,
): Promise<number> {
  const [manifest, place] = await Promise.all([readManifest(dist), findPlace(command.place, environment)]);
  // Loaded late, so that mistakes in the arguments are reported at once.
  const [{ connectPubsub }, { openCheckout }, { carryOut }] = await Promise.all([
    import("../../local/console/dead-letters/pubsub.ts"),
    import("../../local/console/checkout.ts"),
    import("./commands.ts"),
  ]);
  const pubsub = await connectPubsub(place);
  try {
    const isDone = await carryOut(command, {
      place,
      pubsub,
      manifest,
      checkout: openCheckout(manifest),
      environment,
      journal,
      clock,
      ...rest,
    });
    return isDone ? 0 : 1;
  } finally {
    await pubsub.close();
  }
}
