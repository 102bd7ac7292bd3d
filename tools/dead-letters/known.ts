import { pauseOf } from "../../functions/runtime/outage/labels.ts";
import type { DeliveryRow } from "../../local/console/contract/deliveries.ts";
import type { EventPage, EventRow } from "../../local/console/contract/events.ts";
import type { SystemView } from "../../local/console/contract/systems.ts";
import type { Allowances } from "../../local/console/dead-letters/foresee/forecast.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import { CommandError } from "../../local/console/dead-letters/problems.ts";
import type { Plan } from "../../local/console/dead-letters/plans.ts";
import { rehearsable } from "../../local/console/rehearse/rehearsable.ts";
import { askRunner as askAnyRunner } from "../send/api.ts";
import type { Surroundings } from "./commands.ts";

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

/** What becomes of each delivery; of a project nobody tells. */
export function deliveriesAt({ runner }: Place): (() => Promise<readonly DeliveryRow[]>) | undefined {
  if (runner === undefined) return undefined;
  return async () => (await askRunner(runner, "/api/deliveries")) as readonly DeliveryRow[]; // its schema holds it
}

/** Above this a replay leaves what is left of an allowance to those who wait for an answer. */
const MOST_USED = 0.9;
const ASK_EVERY_MS = 5000;

/** Looks now and then whether a replay must stop: a handler of it is paused, or an allowance is nearly spent. */
export function objectionsTo(
  plans: readonly Plan[],
  { manifest, pubsub, place, clock }: Pick<Surroundings, "manifest" | "pubsub" | "place" | "clock">,
): () => Promise<string | undefined> {
  const handlers = [...new Set(rehearsable(plans, manifest).map(({ handler }) => handler))];
  let [askedAt, answer]: [number, Promise<string | undefined>] = [-Infinity, Promise.resolve(undefined)];
  const ask = async () => {
    const states = await Promise.all(handlers.map((name) => pubsub.subscription(name)));
    const paused = handlers.find((name, index) => {
      const state = states[index];
      return state !== undefined && pauseOf(state, manifest.subscriptions[name]?.push !== undefined) !== undefined;
    });
    if (paused !== undefined) return `stopped: ${paused} is paused, and what is replayed would wait`;
    return spentAllowance(place);
  };
  return () => {
    if (clock.now() - askedAt < ASK_EVERY_MS) return answer;
    askedAt = clock.now();
    return (answer = ask());
  };
}

async function spentAllowance({ runner }: Place): Promise<string | undefined> {
  if (runner === undefined) return undefined;
  const systems = (await askRunner(runner, "/api/systems")) as readonly SystemView[]; // its schema holds it
  const spent = systems
    .flatMap(({ name, allowance = {} }) => Object.entries(allowance).map(([unit, share]) => ({ name, unit, ...share })))
    .find(({ used, max }) => used >= max * MOST_USED);
  return spent && `stopped: ${spent.used} of the ${spent.max} ${spent.unit} of ${spent.name} are used`;
}

/** @throws CommandError with the sentence. */
export function askRunner(runner: string, path: string): Promise<unknown> {
  return askAnyRunner(runner, path).catch((cause: Error) => Promise.reject(new CommandError(cause.message, { cause })));
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
export async function allRows(runner: string): Promise<EventRow[]> {
  const pages: (readonly EventRow[])[] = [];
  for (let before = ""; ; before = `&before=${pages[0]?.[0]?.number}`) {
    const { rows } = (await askRunner(runner, `/api/events?limit=${PAGE}${before}`)) as EventPage; // its schema holds it
    pages.unshift(rows);
    if (rows.length < PAGE) return pages.flat();
  }
}
