import type { Cure } from "../../../local/core/records.ts";
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
    cures.filter((cure) => worlds.some((world) => world.kind === `${name} ${cure.kind}` && isCuredBy(cure, world))),
  );
  const sentences = new Map(found.map(({ says, isOwed = false }) => [says, { says, isOwed }]));
  return [...sentences.values()];
}

function isCuredBy({ what, field }: Cure, { pairs }: KindOfRecords): boolean {
  const alike = pairs.filter((pair) => pair.what === what);
  if (field === undefined) return alike.length > 0;
  return alike.some(({ rows }) => rows.some((row) => row.differs && row.field === field));
}
