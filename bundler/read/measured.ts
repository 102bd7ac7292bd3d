import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { root } from "../paths.ts";
import type { Units } from "./units.ts";

/** How much one event takes, at least and at most, of what a system limits or bills. */
export interface MeasuredCost {
  readonly system: string;
  /** For instance `API calls of the day`. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/**
 * What the proof has measured of a handler, in every starting state: proof/HANDLER.effects.md. Empty without such a
 * file.
 */
export async function measuredCosts(handler: string, folder = join(root, "proof")): Promise<readonly MeasuredCost[]> {
  return costsIn(await readFile(join(folder, `${handler}.effects.md`), "utf8").catch(() => ""));
}

const ABOUT_AT_ONCE_MS = 60_000;

/** Whether a handler's file is newer than what the proof has measured; unknown, hence false, in a fresh checkout. */
export async function isMeasuredBefore(handler: string): Promise<boolean> {
  const files = [`functions/handlers/${handler}.ts`, `proof/${handler}.effects.md`];
  const [written, measured] = await Promise.all(
    files.map(async (file) => (await stat(join(root, file)).catch(() => undefined))?.mtimeMs),
  );
  return written !== undefined && measured !== undefined && written > measured + ABOUT_AT_ONCE_MS;
}

/** Reads what `npm run prove -- --update` writes: tools/prove/effects/lines.ts. */
export function costsIn(markdown: string): readonly MeasuredCost[] {
  return markdown.split(/^## /m).flatMap((section) => {
    const [system = ""] = section.split(/\r?\n/, 1);
    return [...section.matchAll(/^ {4}(\S.*): (\d+)(?: to (\d+))? an event\r?$/gm)].map(
      ([, unit = "", least, most = least]) => ({ system, unit, least: Number(least), most: Number(most) }),
    );
  });
}

/** The unit that a system counts daily and reports in its answers: Sforce-Limit-Info. */
export const DAILY_CALLS = "API calls of the day";

/** How many calls of a day's allowance one event takes at most, by handler and system. */
export async function dailyCallsOf(
  { handlers }: Pick<Units, "handlers">,
  folder?: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const all = handlers.map(async ({ specification }) => {
    const name = handlerName(specification);
    const daily = (await measuredCosts(name, folder)).filter(({ unit }) => unit === DAILY_CALLS);
    return [name, Object.fromEntries(daily.map(({ system, most }) => [system, most]))] as const;
  });
  return new Map(await Promise.all(all));
}
