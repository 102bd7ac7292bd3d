import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { salesforceSettings } from "../../functions/clients/salesforce/settings.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import type { Drift } from "./drift.ts";

/** Text in which objects and fields are named: a file or a setting, without comments. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

const FOLDERS = ["handlers", "configuration", "clients/salesforce"];

/** It contains the defaults of settings, whose actual values count instead. */
const SETTINGS = "clients/salesforce/settings.ts";

/** Everything in functions/ that may name a field, and the settings that do. */
export async function readPlaces(functions: string, environment: Environment): Promise<Place[]> {
  const found = await Promise.all(
    FOLDERS.map(async (folder) => {
      const files = await readdir(join(functions, folder), { recursive: true });
      return files.filter((file) => /\.(?:ts|json)$/.test(file)).map((file) => `${folder}/${file}`);
    }),
  );
  const files = found
    .flat()
    .filter((file) => file !== SETTINGS)
    .toSorted();
  const texts = files.map(async (file) => ({
    name: `functions/${file}`,
    text: withoutComments(await readFile(join(functions, file), "utf8")),
  }));
  const settings = Object.entries(salesforceSettings)
    .filter(([name]) => name.endsWith("_FIELD"))
    .map(([name, setting]) => ({ name, text: environment[name] || ("default" in setting ? setting.default : "") }));
  return [...(await Promise.all(texts)), ...settings];
}

/** A URL in a string also has two slashes, after its colon. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/.*/g, "");
}

/**
 * Places that name what a drift is about. A field counts wherever its name occurs as a word, so another object's field
 * of that name may be a false positive, but none is missed.
 */
export function usesOf({ object, field, matters }: Drift, places: readonly Place[]): string[] {
  if (matters === "nowhere") return [];
  // createLead names Lead; CampaignMember does not name Campaign.
  const objectName = new RegExp(`${object}(?![A-Za-z0-9_])`);
  const name = field === undefined || matters !== undefined ? objectName : new RegExp(`\\b${field}\\b`);
  return places.filter(({ text }) => name.test(text)).map((place) => place.name);
}
