import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorObject } from "ajv";
import { mailingStatuses } from "../../functions/configuration/mailings.ts";
import { memberStatuses } from "../../functions/configuration/occasions.ts";
import { root } from "../paths.ts";
import { pathIn } from "../../functions/runtime/objects.ts";
import { lineOf } from "../read/lines.ts";
import type { Units } from "../read/units.ts";
import { ajvMessage } from "../write/schema-fault.ts";
import { createAjv } from "../write/validators.ts";
import { campaignFaults, type Fault, mailingFaults, occasionFaults, salesforceFaults } from "./configuration.ts";

type FaultsOf = (content: unknown) => Fault[];

/**
 * What is wrong with functions/configuration/*.json, in sentences that begin with file and line: by our own rules where
 * we have some, otherwise by the schema that each file names for editors.
 */
export async function configurationFaults(
  units: Pick<Units, "sources">,
  folder = join(root, "functions/configuration"),
): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).toSorted();
  const known = knownFaults(units);
  const faults = await Promise.all(files.map((file) => faultsOfFile(folder, file, known)));
  return faults.flat();
}

function knownFaults({ sources }: Pick<Units, "sources">): Readonly<Record<string, FaultsOf>> {
  const reporting = sources.filter(({ publishes }) => publishes.includes("email.reported")).map(({ file }) => file);
  return {
    "campaigns.json": campaignFaults,
    "salesforce.json": salesforceFaults,
    "occasions.json": (content) => occasionFaults(content, Object.keys(memberStatuses)),
    "mailings.json": (content) =>
      mailingFaults(content, { statuses: Object.keys(mailingStatuses), sources: reporting }),
  };
}

async function faultsOfFile(folder: string, file: string, known: ReturnType<typeof knownFaults>): Promise<string[]> {
  const text = await readFile(join(folder, file), "utf8");
  // Units that import it are already loaded.
  const { $schema, ...content }: { readonly $schema?: unknown } = JSON.parse(text);
  const say = ({ path, fault }: Fault) => `functions/configuration/${file}:${lineOf(text, path)}: ${fault}`;
  const expected = `./schemas/${file}`;
  if ($schema !== expected)
    return [
      say({ path: ["$schema"], fault: `"$schema" must be "${expected}", which tells editors what is allowed here.` }),
    ];
  const schema = await readFile(join(folder, expected), "utf8").catch(() => undefined);
  if (schema === undefined) return [say({ path: ["$schema"], fault: `there is no ${expected}.` })];
  const faults = known[file]?.(content) ?? [];
  return (faults.length > 0 ? faults : schemaFaults(JSON.parse(schema), { $schema, ...content })).map(say);
}

function schemaFaults(schema: object, content: object): Fault[] {
  const validate = createAjv().compile(schema);
  void validate(content);
  return (validate.errors ?? []).slice(0, 1).map((error) => {
    const path = pathIn(error.instancePath);
    return { path, fault: `${path.map((part) => `"${part}"`).join(" · ") || "it"} ${messageOf(error)}.` };
  });
}

function messageOf(error: ErrorObject): string {
  return error.keyword === "additionalProperties"
    ? `has "${error.params["additionalProperty"]}", which nobody reads`
    : ajvMessage(error);
}
