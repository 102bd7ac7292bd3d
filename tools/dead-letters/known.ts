import type { Known } from "../../local/console/console.ts";
import type { DeliveryRow } from "../../local/console/contract/deliveries.ts";
import type { SystemView } from "../../local/console/contract/systems.ts";
import type { ReportedAllowance } from "../../local/console/dead-letters/objections.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import { CommandError } from "../../local/core/problems.ts";
import { allowancesLogged, LATELY_MS, sharesOf } from "../google/allowances.ts";
import { openGoogle } from "../google/ask.ts";
import { answerOf } from "../runner/ask.ts";
import { allRows } from "../runner/events.ts";
import type { Surroundings } from "./surroundings.ts";

/** The outcome of each delivery. Undefined for a project, which does not tell. */
export function deliveriesAt({ runner }: Place): (() => Promise<readonly DeliveryRow[]>) | undefined {
  if (runner === undefined) return undefined;
  return async () => (await answerOf(runner, "/api/deliveries")) as readonly DeliveryRow[]; // validated by its schema
}

/** Allowances as reported by the stand-ins of `npm start` or by a project's logs. None for an emulator. */
export async function allowancesAt(
  { runner, host, project, prefix }: Place,
  { manifest, google, clock }: Pick<Surroundings, "manifest" | "google" | "clock">,
): Promise<readonly ReportedAllowance[]> {
  if (runner !== undefined) return allowancesOf(await systemsAt(runner), clock.now());
  if (google === undefined && host !== undefined) return [];
  const functions = Object.keys(manifest.functions);
  return allowancesLogged((google ?? openGoogle)(project), { functions, prefix, sinceMs: LATELY_MS }, clock.now());
}

async function systemsAt(runner: string): Promise<readonly SystemView[]> {
  return (await answerOf(runner, "/api/systems")) as readonly SystemView[]; // validated by its schema
}

function allowancesOf(systems: readonly SystemView[], at: number): ReportedAllowance[] {
  return systems.flatMap(({ name: system, allowance = {} }) =>
    Object.entries(allowance).map(([unit, share]) => ({ system, unit, ...share, at })),
  );
}

/** For `npm start` from its journal and stand-ins. For a project only allowances, from its logs. */
export async function lookAround(
  place: Place,
  surroundings: Pick<Surroundings, "manifest" | "google" | "clock" | "remark">,
): Promise<Known> {
  const { runner } = place;
  const told = await allowancesAt(place, surroundings).catch((error: unknown) => {
    if (runner !== undefined || !(error instanceof CommandError)) throw error;
    surroundings.remark(`The use of the allowances is not known: ${error.message}`);
    return [];
  });
  return { rows: runner === undefined ? undefined : await allRows(runner), allowances: sharesOf(told) };
}
