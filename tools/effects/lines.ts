import type { EventEffect, RecordEffect } from "../../local/console/contract/effects.ts";

const SIGNS: Readonly<Record<RecordEffect["what"], string>> = { created: "+", changed: "~", deleted: "-" };

/** What an event would do: one line per record, with each field that would change. */
export function effectLines(
  { handler, event, person, outcome, records, warnings, unknown }: EventEffect,
  verb: "would write" | "writes" = "would write",
): string[] {
  return [
    `${handler} ${event} of ${person}: ${outcome}`,
    ...(records.length === 0 ? [`  ${verb} nothing`] : records.flatMap(recordLines)),
    ...(warnings.length === 0 ? [] : [`  warns: ${warnings.join(", ")}`]),
    ...(unknown.length === 0 ? [] : [`  not known: ${unknown.join(", ")}`]),
  ];
}

function recordLines({ system, kind, id, what, isBeforeKnown, fields }: RecordEffect): string[] {
  return [
    `  ${SIGNS[what]} ${system} ${kind}${what === "created" ? "" : ` ${id}`}`,
    ...fields.map(({ field, before, after }) => {
      const was = what === "created" ? "" : `${isBeforeKnown ? spelled(before) : "?"} → `;
      return `      ${field}: ${was}${spelled(after)}`;
    }),
  ];
}

/** The total cost, and of how many events. */
export function totalLines(effects: readonly EventEffect[], ofAll: number): string[] {
  const costs = new Map<string, number>();
  for (const effect of effects)
    for (const [unit, count] of Object.entries(effect.costs)) costs.set(unit, (costs.get(unit) ?? 0) + count);
  const used = Object.entries(
    Object.assign({}, ...effects.map(({ allowances }) => allowances)) as EventEffect["allowances"],
  );
  const tried = `${effects.length} of ${ofAll} tried.`;
  return [
    costs.size === 0 ? tried : `${tried} To replay these takes:`,
    ...[...costs].map(([unit, count]) => `  ${count} ${unit}`),
    ...used.map(([system, share]) => `  ${system} says that ${share.used} of ${share.max} are used`),
  ];
}

function spelled(value: unknown): string {
  return value === null || value === undefined ? "nothing" : JSON.stringify(value);
}
