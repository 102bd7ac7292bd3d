import type { EventPage, EventRow, SystemView } from "../../local/console/contract.ts";
import type { Allowances } from "../../local/console/dead-letters/foresee/forecast.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import { askRunner } from "../send/api.ts";

/** What is known beside Pub/Sub of what happened, and of what is left of allowances. */
export interface Known {
  /** Undefined: nobody keeps a journal there. */
  readonly rows: readonly EventRow[] | undefined;
  readonly allowances: Readonly<Record<string, Allowances>>;
}

/** What leads the clients to the systems: to the stand-ins of `npm start`, or wherever the environment says. */
export async function settingsAt(
  { runner }: Place,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string | undefined>>> {
  if (runner === undefined) return environment;
  const { settings } = (await askRunner(runner, "/api/health")) as { settings: Record<string, string> }; // its schema holds it
  return settings;
}

const PAGE = 5000;

/** Of `npm start` its journal and its stand-ins know; of a project nobody but Pub/Sub is asked. */
export async function lookAround({ runner }: Place): Promise<Known> {
  if (runner === undefined) return { rows: undefined, allowances: {} };
  const systems = (await askRunner(runner, "/api/systems")) as readonly SystemView[]; // its schema holds it
  const known = systems.flatMap(({ name, allowance }) => (allowance === undefined ? [] : [[name, allowance] as const]));
  return { rows: await allRows(runner), allowances: Object.fromEntries(known) };
}

/** The newest page first, and those before it. */
async function allRows(runner: string): Promise<EventRow[]> {
  const pages: (readonly EventRow[])[] = [];
  for (let before = ""; ; before = `&before=${pages[0]?.[0]?.number}`) {
    const { rows } = (await askRunner(runner, `/api/events?limit=${PAGE}${before}`)) as EventPage; // its schema holds it
    pages.unshift(rows);
    if (rows.length < PAGE) return pages.flat();
  }
}
