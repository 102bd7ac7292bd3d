import type { Cure } from "../../../local/core/records.ts";
import type { System } from "../../../local/core/system.ts";
import type { KindOfRecords } from "./worlds.ts";

/** A system's advice for repairing a handler. */
export interface Mending {
  readonly says: string;
  /** The failure must be fixed; `arrivalDecides` can't accept it. */
  readonly isOwed: boolean;
}

/** Advice about what is wrong in these end states. */
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
