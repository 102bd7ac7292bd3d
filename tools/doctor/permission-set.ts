import { readFile } from "node:fs/promises";
import { salesforceSettings } from "../../functions/clients/salesforce/settings.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** What the permission set in salesforce/force-app grants on an object. */
export interface Grants {
  readonly object: string;
  readonly create: boolean;
  readonly edit: boolean;
  /** Field names, and whether they are writable. */
  readonly fields: ReadonlyMap<string, boolean>;
}

/** Permissions name the compound field; describe lists its parts. */
const PART_OF: Readonly<Record<string, string>> = { "Lead.Address": "Country" };

/** Without fields that the deployment's settings disable. */
export async function readPermissionSet(path: string, environment: Environment): Promise<Grants[]> {
  const xml = await readFile(path, "utf8");
  const unused: string[] = Object.entries(salesforceSettings).flatMap(([name, setting]) => {
    const [wanted, field] = [environment[name] || undefined, "default" in setting ? setting.default : ""];
    return name.endsWith("_FIELD") && wanted !== undefined && wanted !== field ? [field] : [];
  });
  const fields = blocksOf(xml, "fieldPermissions").flatMap((block) => {
    const [object = "", field = ""] = textOf(block, "field").split(".");
    const isEdited = textOf(block, "editable") === "true";
    return unused.includes(field) ? [] : [{ object, field: PART_OF[`${object}.${field}`] ?? field, isEdited }];
  });
  const objects = new Map(blocksOf(xml, "objectPermissions").map((block) => [textOf(block, "object"), block]));
  return [...new Set([...objects.keys(), ...fields.map(({ object }) => object)])].map((object) => ({
    object,
    create: textOf(objects.get(object) ?? "", "allowCreate") === "true",
    edit: textOf(objects.get(object) ?? "", "allowEdit") === "true",
    fields: new Map(fields.filter((one) => one.object === object).map((one) => [one.field, one.isEdited])),
  }));
}

/** Only for our own file, whose format test/salesforce checks. */
function blocksOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, "g"))].map(([, block = ""]) => block);
}

function textOf(block: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(block)?.[1]?.trim() ?? "";
}
