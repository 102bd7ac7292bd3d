import { readFile } from "node:fs/promises";
import { salesforceSettings } from "../../functions/clients/salesforce/settings.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** Of salesforce/force-app's permission set: what ycat's user has to be granted of an object. */
export interface Grants {
  readonly object: string;
  readonly create: boolean;
  readonly edit: boolean;
  /** By field, whether it is to be written. */
  readonly fields: ReadonlyMap<string, boolean>;
}

/** A compound field is granted, and its parts are what one sees. */
const PART_OF: Readonly<Record<string, string>> = { "Lead.Address": "Country" };

/** Without the fields that the deployment's settings do without. */
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

/** Our own file, which test/salesforce holds to its form. */
function blocksOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, "g"))].map(([, block = ""]) => block);
}

function textOf(block: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(block)?.[1]?.trim() ?? "";
}
