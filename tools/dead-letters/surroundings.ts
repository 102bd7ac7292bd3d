import type { Clock } from "../../functions/runtime/clock.ts";
import type { Checkout } from "../../local/console/checkout.ts";
import type { Declarations, Place } from "../../local/console/dead-letters/place.ts";
import type { Pubsub } from "../../local/console/dead-letters/pubsub.ts";
import type { Tell } from "../../local/core/problems.ts";
import type { Google } from "../google/ask.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** All that a command works on. */
export interface Surroundings extends Given {
  /** Takes a sentence about what could not be known, and did not keep it from its work. */
  readonly remark: Tell;
}

/** All that a command is given to work on. */
export interface Given {
  readonly place: Place;
  readonly pubsub: Pubsub;
  readonly manifest: Declarations;
  readonly checkout: Checkout;
  /** Where the clients' settings for a project come from. */
  readonly environment: Environment;
  /** The file that each replayed letter has a line in; undefined: none is kept. */
  readonly journal: string | undefined;
  readonly clock: Clock;
  /** Writes what is pulled, all or nothing; by default into the checkout. */
  readonly write?: (files: ReadonlyMap<string, string>) => Promise<void>;
  /** What asks Google; by default with this account's credentials. */
  readonly google?: (project: string) => Google;
  readonly signal: AbortSignal;
  /** Takes a line of the answer. */
  readonly print: (line: string) => void;
  /** Takes a sentence about something that went wrong. */
  readonly complain: Tell;
}
