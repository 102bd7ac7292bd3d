import type { DeliveryRow } from "../../local/console/contract/deliveries.ts";
import type { EventRow } from "../../local/console/contract/events.ts";
import type { SystemView } from "../../local/console/contract/systems.ts";
import type { Allowances } from "../../local/console/dead-letters/foresee/forecast.ts";
import type { ToldAllowance } from "../../local/console/dead-letters/objections.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import { CommandError } from "../../local/core/problems.ts";
import { allowancesLogged, sharesOf } from "../google/allowances.ts";
import { openGoogle } from "../google/ask.ts";
import { answerOf } from "../runner/ask.ts";
import { allRows } from "../runner/events.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is known beside Pub/Sub of what happened, and of what is left of allowances. */
export interface Known {
  /** Undefined: nobody keeps a journal there. */
  readonly rows: readonly EventRow[] | undefined;
  readonly allowances: Readonly<Record<string, Allowances>>;
}

/** What becomes of each delivery; of a project nobody tells. */
export function deliveriesAt({ runner }: Place): (() => Promise<readonly DeliveryRow[]>) | undefined {
  if (runner === undefined) return undefined;
  return async () => (await answerOf(runner, "/api/deliveries")) as readonly DeliveryRow[]; // its schema holds it
}

/** Older lines speak of calls that have come back since. */
const LOGGED_MS = 3600_000;

/** What is told of allowances: by the stand-ins of `npm start`, by a project's logs; by nobody where an emulator stands in for it. */
export async function allowancesAt(
  { runner, host, project, prefix }: Place,
  { manifest, google, clock }: Pick<Surroundings, "manifest" | "google" | "clock">,
): Promise<readonly ToldAllowance[]> {
  if (runner !== undefined) return allowancesOf(await systemsAt(runner), clock.now());
  if (google === undefined && host !== undefined) return [];
  const functions = Object.keys(manifest.functions);
  return allowancesLogged((google ?? openGoogle)(project), { functions, prefix, sinceMs: LOGGED_MS }, clock.now());
}

async function systemsAt(runner: string): Promise<readonly SystemView[]> {
  return (await answerOf(runner, "/api/systems")) as readonly SystemView[]; // its schema holds it
}

function allowancesOf(systems: readonly SystemView[], at: number): ToldAllowance[] {
  return systems.flatMap(({ name: system, allowance = {} }) =>
    Object.entries(allowance).map(([unit, share]) => ({ system, unit, ...share, at })),
  );
}

/** Of `npm start` its journal and its stand-ins know; of a project its logs, of allowances alone. */
export async function lookAround(
  place: Place,
  surroundings: Pick<Surroundings, "manifest" | "google" | "clock" | "remark">,
): Promise<Known> {
  const { runner } = place;
  const told = await allowancesAt(place, surroundings).catch((error: unknown) => {
    if (runner !== undefined || !(error instanceof CommandError)) throw error;
    surroundings.remark(`What is used of allowances is not known: ${error.message}`);
    return [];
  });
  return { rows: runner === undefined ? undefined : await allRows(runner), allowances: sharesOf(told) };
}
