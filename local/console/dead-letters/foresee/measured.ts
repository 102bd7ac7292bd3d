import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../../../bundler/paths.ts";

/** What one event takes of what a system allows or bills, at least and at most. */
export interface MeasuredCost {
  readonly system: string;
  /** `API calls of the day`. */
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** What the proof has measured of a handler, in every starting state: proof/HANDLER.effects.md. None where it has no such file. */
export async function measuredCosts(handler: string, folder = join(root, "proof")): Promise<readonly MeasuredCost[]> {
  const text = await readFile(join(folder, `${handler}.effects.md`), "utf8").catch(() => "");
  return text.split(/^## /m).flatMap((section) => {
    const [system = ""] = section.split(/\r?\n/, 1);
    return [...section.matchAll(/^ {4}(.+): (\d+)(?: to (\d+))? an event\r?$/gm)].map(
      ([, unit = "", least, most = least]) => ({ system, unit, least: Number(least), most: Number(most) }),
    );
  });
}
