import type { Property } from "../finding.ts";

/** Which cases to run. */
export interface Selection {
  /** Only cases of these handlers. Others still take part in meetings. */
  readonly only?: readonly string[] | undefined;
  /** Only cases whose names contain this. */
  readonly match?: string | undefined;
  readonly seed: number;
  readonly drawn?: Drawn;
  /** Only these properties and starting states. For the prover's own tests. */
  readonly properties?: readonly Property[];
  readonly states?: readonly string[];
  /** By handler: the only starting states to disturb it in. In the others it runs undisturbed. */
  readonly disturbed?: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds to spend on drawn cases, after all that always run. Default: 0. */
  readonly budgetMs?: number | undefined;
  /** Stops proving a handler after this many failures. */
  readonly mostFailures?: number;
}

/** How many cases to draw where there are too many to try all. */
export interface Drawn {
  /** Pairs of faults per situation. */
  readonly twoFaults: number;
  /** Cases similar to others, per situation. */
  readonly alike: number;
  /** Interleavings with more than two switches, per pair of concurrent events. */
  readonly interleavings: number;
  /** Meetings of three events, per handler. */
  readonly triples: number;
  /** Meetings of two events whose handlers otherwise meet only through others of their class, per handler. */
  readonly represented: number;
}

export function asksForAll({ match, properties, states }: Selection): boolean {
  return [match, properties, states].every((filter) => filter === undefined);
}
