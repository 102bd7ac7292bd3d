import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020, type ErrorObject, type SchemaObject } from "ajv/dist/2020.js";
import { parseJson } from "../../../functions/runtime/reading/json.ts";
import { root } from "../../../bundler/paths.ts";

/** A fault after which the end state may differ, because a system offers no way to repair it. */
export interface Divergence {
  readonly fault: string;
  readonly operation: string;
  /** Kinds of records that may differ, as in snapshots: `salesforce Lead`. Absent: any. */
  readonly records?: readonly string[];
  readonly reason: string;
}

/** Fields that depend on which of two events arrives first, regardless of their times. */
export interface ArrivalRule {
  /** Type of the other event; `*`: any other type. */
  readonly other: string;
  /** The starting states in which this holds. Absent: all. */
  readonly states?: readonly string[];
  /** Kind of record, as in snapshots: `salesforce Lead`. */
  readonly records: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Instead of an event type. */
export const ANY_OTHER = "*";

/** Data that the handler changes or empties although the event does not mention it. */
export interface Overwrite {
  /** Kind of record, as in snapshots: `salesforce Lead`. */
  readonly records: string;
  /** `*`: the whole record, which is removed. */
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Data that the handler writes again when its event is repeated, although someone has changed it since. */
export interface Restoration {
  /** Kind of record, as in snapshots: `salesforce CampaignMember`. */
  readonly records: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Values that look like a mistake but are intended. */
export interface Meaning {
  /** Kind of record, as in snapshots: `customerio people`. */
  readonly records: string;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Records that the handler may add although an equal one exists. */
export interface Double {
  readonly records: string;
  readonly reason: string;
}

/** Handler code that no case can reach. */
export interface UnreachedCode {
  /** The code as in the file, or part of it. */
  readonly code: string;
  readonly reason: string;
}

/** The contents of proof/HANDLER.declared.json. A handler that always converges needs none. */
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
// Every thread of the prover compiles it. A test checks the schema itself, which would take longer than all the rest.
const isDeclarations = new Ajv2020({ allErrors: true, validateSchema: false, meta: false }).compile<Declarations>(
  schema,
);

/** @throws with a sentence for every error */
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
