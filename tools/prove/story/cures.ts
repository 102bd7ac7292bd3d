import type { Cure, RefusalCure } from "../../../local/core/records.ts";
import type { System } from "../../../local/core/system.ts";
import type { Mending, ToldDelivery } from "./story.ts";
import type { KindOfRecords } from "./worlds.ts";

/** Advice about what is wrong in these end states, and about what these deliveries were refused. */
export function curesOf(
  systems: readonly Pick<System, "name" | "cures">[],
  worlds: readonly KindOfRecords[],
  deliveries: readonly Pick<ToldDelivery, "reason" | "calls">[] = [],
): readonly Mending[] {
  const isMet = (system: string, { code, isOfAnyCause = false }: RefusalCure) =>
    deliveries.some(
      ({ reason = "", calls }) =>
        reason.startsWith(`${system} `) &&
        reason.endsWith(` ${code}`) &&
        (isOfAnyCause || calls.at(-1)?.disturbance === undefined),
    );
  const found = systems.flatMap(({ name, cures = [] }) =>
    cures.filter((cure) =>
      "code" in cure
        ? isMet(name, cure)
        : worlds.some((world) => world.kind === `${name} ${cure.kind}` && isCuredBy(cure, world)),
    ),
  );
  const sentences = new Map(
    found.map(({ says, ...cure }) => [says, { says, isOwed: "isOwed" in cure && cure.isOwed }]),
  );
  return [...sentences.values()];
}

function isCuredBy({ what, field }: Cure, { pairs }: KindOfRecords): boolean {
  const alike = pairs.filter((pair) => pair.what === what);
  if (field === undefined) return alike.length > 0;
  return alike.some(({ rows }) => rows.some((row) => row.differs && row.field === field));
}
