import { type MeasuredCost, measuredCosts } from "../../../../bundler/read/measured.ts";
import type { ForecastCost, ForecastGroup, ReplayForecast } from "../../contract/dead-letters.ts";
import type { EventRow } from "../../contract/events.ts";
import { groupsOf, idOfGroup } from "../groups.ts";
import type { Declarations } from "../place.ts";
import type { Plan } from "../plans.ts";
import { rehearsable } from "../rehearsable.ts";
import { findNewer, timeOf } from "./newer.ts";
import { findStandIns } from "../../../core/find.ts";

/** Used allowances by unit: `{ "API calls of the day": { used: 18, max: 15000 } }`. */
export type Allowances = Readonly<Record<string, { readonly used: number; readonly max: number }>>;

export interface ForecastSources {
  readonly manifest: Declarations;
  /** The journal's rows; undefined without a journal. */
  readonly rows?: readonly EventRow[] | undefined;
  /** By system, as far as known. */
  readonly allowances: Readonly<Record<string, Allowances>>;
  readonly now: number;
}

/** Predicts a replay's effects and costs. Calls no system, changes nothing. */
export async function forecast(plans: readonly Plan[], sources: ForecastSources): Promise<ReplayForecast> {
  const { manifest, rows, now } = sources;
  const letters = plans.map(({ letter }) => letter);
  const [lates, newer] = [await lateOf(manifest), findNewer(letters, rows)];
  const own = Map.groupBy(plans, ({ letter }) => idOfGroup(letter));
  const groups = groupsOf(letters).map((group): ForecastGroup => {
    const ofGroup = own.get(group.id) ?? [];
    const states = ofGroup.map(({ letter }) => newer(letter));
    return {
      ...group,
      stays: whatStays(ofGroup),
      newerHandled: rows === undefined ? null : states.filter((state) => state === "handled").length,
      newerWaiting: states.filter((state) => state === "waiting").length,
      late: latesIn(ofGroup, lates, now),
    };
  });
  return { count: plans.length, groups, costs: await costsOf(plans, sources) };
}

function whatStays(plans: readonly Plan[]): ForecastGroup["stays"] {
  const staying = plans.flatMap((plan) => (plan.action === "publish" ? [] : [plan]));
  const alike = Map.groupBy(staying, ({ action, why }) => `${action}: ${why}`);
  return [...alike].map(([why, some]) => ({ count: some.length, why }));
}

function latesIn(
  plans: readonly Plan[],
  lates: Awaited<ReturnType<typeof lateOf>>,
  now: number,
): ForecastGroup["late"] {
  const all = plans.flatMap(({ letter }) =>
    lates(letter.handler ?? "").filter(({ afterMs }) => now - timeOf(letter) > afterMs),
  );
  return [...Map.groupBy(all, ({ system }) => system)].flatMap(([system, some]) =>
    some
      .slice(0, 1)
      .map(({ afterMs, effect }) => ({ system, effect, afterHours: afterMs / 3_600_000, count: some.length })),
  );
}

/** Of all handlers together, by system and unit. */
async function costsOf(plans: readonly Plan[], sources: ForecastSources): Promise<ForecastCost[]> {
  const given = Map.groupBy(rehearsable(plans, sources.manifest), ({ handler }) => handler);
  const measured = await Promise.all(
    [...given].map(async ([handler, { length: count }]) =>
      (await measuredCosts(handler)).map((cost) => ({ ...cost, count })),
    ),
  );
  const alike = Map.groupBy(measured.flat(), ({ system, unit }) => JSON.stringify([system, unit]));
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { system, unit } = first;
    const [least, most] = [sum(some, (one) => one.least), sum(some, (one) => one.most)];
    return [{ system, unit, least, most, allowance: sources.allowances[system]?.[unit] ?? null }];
  });
}

function sum(
  costs: readonly (MeasuredCost & { readonly count: number })[],
  of: (cost: MeasuredCost) => number,
): number {
  return costs.reduce((total, cost) => total + of(cost) * cost.count, 0);
}

/** The age after which an event has only part of its effect, and which part. */
interface Late {
  readonly system: string;
  readonly afterMs: number;
  /** For instance `customer.io records it and triggers nothing`. */
  readonly effect: string;
}

/** By handler, from the stand-ins of its systems. */
async function lateOf({ functions }: Declarations): Promise<(handler: string) => readonly Late[]> {
  const all = (await findStandIns()).flatMap(({ name: system, late }) =>
    late === undefined ? [] : [{ system, ...late }],
  );
  return (handler) => all.filter(({ system }) => functions[handler]?.uses?.includes(system) === true);
}
