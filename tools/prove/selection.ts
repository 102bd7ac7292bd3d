import type { Property } from "./finding.ts";

/** Which cases are tried. */
export interface Selection {
  /** Only these handlers' cases; the others take part where events meet. */
  readonly only?: readonly string[] | undefined;
  /** Only cases whose names hold this. */
  readonly match?: string | undefined;
  readonly seed: number;
  readonly drawn?: Drawn;
  /** Only these properties, and only these starting states; the prover's own tests ask for what they are about. */
  readonly properties?: readonly Property[];
  readonly states?: readonly string[];
  /** For so long is tried what is drawn, after all that is always tried; left out: none of it. */
  readonly budgetMs?: number | undefined;
  /** Stops a handler's proof after so many failures. */
  readonly mostFailures?: number;
}

/** How much there is to try of what can't all be tried. */
export interface Drawn {
  /** Pairs of faults, of each situation. */
  readonly twoFaults: number;
  /** How many of the cases that are like others, in each situation. */
  readonly alike: number;
  /** Interleavings with more than two switches, of each two events at once. */
  readonly interleavings: number;
  /** Times that three events are put together, of each handler. */
  readonly triples: number;
  /** Times that two events are put together of handlers that others represent to each other, of each handler. */
  readonly represented: number;
}

export function asksForAll({ match, properties, states }: Selection): boolean {
  return [match, properties, states].every((filter) => filter === undefined);
}
