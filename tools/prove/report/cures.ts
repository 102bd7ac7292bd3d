import type { System } from "../../../local/core/system.ts";
import type { KindOfRecords } from "./worlds.ts";

/** What a system says to whoever has to mend a handler. */
export interface Mending {
  readonly says: string;
  /** It must not be declared that arrival decides of it. */
  readonly isOwed: boolean;
}

/** Of what is not as it should be in these worlds. */
export function curesOf(
  systems: readonly Pick<System, "name" | "cures">[],
  worlds: readonly KindOfRecords[],
): readonly Mending[] {
  const found = systems.flatMap(({ name, cures = [] }) =>
    cures.filter(({ kind, what, field }) =>
      worlds.some(
        (one) =>
          one.kind === `${name} ${kind}` &&
          one.pairs.some(
            (pair) =>
              pair.what === what &&
              (field === undefined || pair.rows.some((row) => row.differs && row.field === field)),
          ),
      ),
    ),
  );
  const sentences = new Map(found.map(({ says, isOwed = false }) => [says, { says, isOwed }]));
  return [...sentences.values()];
}
