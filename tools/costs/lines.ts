import { alignRows } from "../table.ts";
import { costsOf, type EventCost, type Figures } from "./costs.ts";
import type { Measured } from "./measured.ts";

/** Lines for a terminal or a pull request. */
export function costLines(now: Figures, before?: Figures): string[] {
  const costs = costsOf(now);
  const earlier = before === undefined ? undefined : costsOf(before);
  const types = [...new Set([...costs, ...(earlier ?? [])].map(({ type }) => type))].toSorted();
  const rows = types.flatMap((type) => {
    const isOf = (one: EventCost) => one.type === type;
    return rowsOf(type, costs.find(isOf), earlier && (earlier.find(isOf) ?? null));
  });
  const rest = (figures: Figures) => figures.prices.atRest.reduce((total, [, usd]) => total + usd, 0);
  const parts = now.prices.atRest.filter(([, usd]) => usd > 0).map(([what, usd]) => `${what} ${dollars(usd)}`);
  return [
    ...alignRows([["event type, handler", "a million events", "an event takes of"], ...rows]),
    "",
    `At rest: ${change(before && dollars(rest(before)), dollars(rest(now)))} a month (${parts.join(", ")})`,
    `List prices in USD of ${now.prices.date}, at most: without free quotas, and without two events ever sharing an instance (docs/deploy.md).`,
    "Calls as proof/NAME.effects.md has them: npm run prove says whether a handler makes others by now.",
  ];
}

/** @param earlier null if the type did not exist; undefined if nothing is compared */
function rowsOf(type: string, cost: EventCost | undefined, earlier: EventCost | null | undefined): string[][] {
  const was = earlier === undefined ? undefined : earlier === null ? "–" : dollars(earlier.usd);
  const names = [...new Set([cost, earlier].flatMap((one) => one?.handlers ?? []).map(({ name }) => name))];
  return [
    [type, change(was, cost === undefined ? "–" : dollars(cost.usd)), ""],
    ...names.map((name) => {
      const one = cost?.handlers.find((handler) => handler.name === name);
      const wasOne = earlier?.handlers.find((handler) => handler.name === name);
      const taken = change(earlier === undefined ? undefined : takenBy(wasOne?.measured), takenBy(one?.measured));
      return [`  ${name}`, one?.isBatch === true ? "in batches" : "", taken];
    }),
  ];
}

function takenBy(measured: Measured | undefined): string {
  if (measured === undefined) return "–";
  return (
    measured.allowances
      .map(({ system, unit, least, most }) => `${system} ${least === most ? most : `${least} to ${most}`} ${unit}`)
      .join(", ") || "nothing"
  );
}

function change(before: string | undefined, now: string): string {
  return before === undefined || before === now ? now : `${before} → ${now}`;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
