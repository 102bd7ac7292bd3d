import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { salesforceSettings } from "../../functions/clients/salesforce/settings.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import type { Drift } from "./drift.ts";

/** Where objects and fields are named: a file's text or a setting's value, without comments. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

const FOLDERS = ["handlers", "configuration", "clients/salesforce"];

/** Defaults of settings stand there: what counts is their values. */
const SETTINGS = "clients/salesforce/settings.ts";

/** What in functions/ may name a field, and the settings that do. */
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

/** An address in a text has two slashes too, after its colon. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/.*/g, "");
}

/**
 * Where that is named which makes a drift matter. A field counts wherever its name stands as a word: one of another object
 * that is called the same is looked at once too often, and none too seldom.
 */
export function usesOf({ object, field, matters }: Drift, places: readonly Place[]): string[] {
  if (matters === "nowhere") return [];
  // createLead names Lead; CampaignMember is not Campaign.
  const objectName = new RegExp(`${object}(?![A-Za-z0-9_])`);
  const name = field === undefined || matters !== undefined ? objectName : new RegExp(`\\b${field}\\b`);
  return places.filter(({ text }) => name.test(text)).map((place) => place.name);
}
