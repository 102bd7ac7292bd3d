import type { Clock } from "../../functions/runtime/clock.ts";
import type { Checkout } from "../../local/console/checkout.ts";
import type { Declarations, Place } from "../../local/console/dead-letters/place.ts";
import type { Pubsub } from "../../local/console/dead-letters/pubsub.ts";
import type { Tell } from "../../local/core/problems.ts";
import type { Google } from "../google/ask.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** Everything that a command works on. */
export interface Surroundings extends Given {
  /** Reports what could not be determined but did not stop the command. */
  readonly remark: Tell;
}

/** The inputs of a command. */
export interface Given {
  readonly place: Place;
  readonly pubsub: Pubsub;
  readonly manifest: Declarations;
  readonly checkout: Checkout;
  /** The environment with the clients' settings for a project. */
  readonly environment: Environment;
  /** File that records each replayed letter. Undefined: none. */
  readonly journal: string | undefined;
  readonly clock: Clock;
  /** Writes pulled files, all or none. Default: into the checkout. */
  readonly write?: (files: ReadonlyMap<string, string>) => Promise<void>;
  /** Sends requests to Google. Default: with this account's credentials. */
  readonly google?: (project: string) => Google;
  readonly signal: AbortSignal;
  /** Takes a line of the answer. */
  readonly print: (line: string) => void;
  /** Takes a sentence about something that went wrong. */
  readonly complain: Tell;
}
