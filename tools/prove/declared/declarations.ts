import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020, type ErrorObject, type SchemaObject } from "ajv/dist/2020.js";
import { parseJson } from "../../../functions/runtime/reading/json.ts";
import { root } from "../../../bundler/paths.ts";

/** A fault after which the end can't be that of a clean run, because a system gives no means. */
export interface Divergence {
  readonly fault: string;
  readonly operation: string;
  /** As snapshots name their kinds, those that may be otherwise; left out, any: `salesforce Lead`. */
  readonly records?: readonly string[];
  readonly reason: string;
}

/** What of the end depends on which of two events arrives first, whatever their times say. */
export interface ArrivalRule {
  /** The type of the other event; `*`: any but its own. */
  readonly other: string;
  /** In which starting states alone it does; left out, in all. */
  readonly states?: readonly string[];
  /** As snapshots name the kind of record: `salesforce Lead`. */
  readonly records: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** In the place of an event's type. */
export const ANY_OTHER = "*";

/** What the handler changes or empties although its event does not speak of it. */
export interface Overwrite {
  /** As snapshots name the kind of record: `salesforce Lead`. */
  readonly records: string;
  /** `*` is the record itself, which is removed. */
  readonly fields: readonly string[];
  readonly reason: string;
}

/** What the handler writes once more when its event comes again, although somebody has changed it since. */
export interface Restoration {
  /** As snapshots name the kind of record: `salesforce CampaignMember`. */
  readonly records: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** What the handler writes as it is meant, though it looks like a mistake. */
export interface Meaning {
  /** As snapshots name the kind of record: `customerio people`. */
  readonly records: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Records that the handler adds though one of the same is there. */
export interface Double {
  readonly records: string;
  readonly reason: string;
}

/** Code of the handler's that no case can reach. */
export interface UnreachedCode {
  /** As it stands there, or some of it. */
  readonly code: string;
  readonly reason: string;
}

/** What proof/HANDLER.declared.json tells the prover; a handler that converges wherever it is tried needs none. */
export interface Declarations {
  readonly diverges?: readonly Divergence[];
  readonly arrivalDecides?: readonly ArrivalRule[];
  readonly overwrites?: readonly Overwrite[];
  readonly restores?: readonly Restoration[];
  readonly means?: readonly Meaning[];
  readonly doubles?: readonly Double[];
  readonly unreached?: readonly UnreachedCode[];
}

const folder = join(root, "proof");
const SUFFIX = ".declared.json";

export async function readDeclarations(handler: string): Promise<Declarations> {
  const file = `${handler}${SUFFIX}`;
  const bytes = await readFile(join(folder, file)).catch(() => undefined);
  return bytes === undefined ? {} : checkDeclarations(`proof/${file}`, parseJson(bytes));
}

const schema: SchemaObject = JSON.parse(await readFile(join(folder, "declared.schema.json"), "utf8"));
const isDeclarations = new Ajv2020({ allErrors: true }).compile<Declarations>(schema);

/** @throws with a sentence for every fault. */
export function checkDeclarations(file: string, data: unknown): Declarations {
  if (isDeclarations(data)) return data;
  throw new Error((isDeclarations.errors ?? []).map((error) => `${file}: ${sentence(error)}`).join("\n"));
}

/** `diverges/0/reason is missing`. */
function sentence({ instancePath, params, message = "is refused" }: ErrorObject): string {
  const at = (member: unknown) => `${instancePath}/${String(member)}`.slice(1);
  if ("pattern" in params && instancePath.endsWith("/reason"))
    return `${instancePath.slice(1)} is still to be written: why is it right as it is?`;
  if ("missingProperty" in params) return `${at(params["missingProperty"])} is missing.`;
  if ("additionalProperty" in params) return `${at(params["additionalProperty"])} is nothing that is known here.`;
  return `${instancePath.slice(1) || "all of it"} ${message}.`;
}
