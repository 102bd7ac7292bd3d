import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorObject } from "ajv";
import { mailingStatuses } from "../../functions/configuration/mailings.ts";
import { memberStatuses } from "../../functions/configuration/occasions.ts";
import { root } from "../paths.ts";
import { membersOf, pathIn } from "../../functions/runtime/objects.ts";
import { parseJson } from "../read/json.ts";
import { lineOf, repeatedMembers } from "../read/lines.ts";
import type { Units } from "../read/units.ts";
import { ajvMessage } from "../write/schema-fault.ts";
import { sharedAjv } from "../write/validators.ts";
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
  const publishing = (type: string) =>
    sources.filter(({ publishes }) => publishes.includes(type)).map(({ file }) => file);
  return {
    "campaigns.json": campaignFaults,
    "salesforce.json": salesforceFaults,
    "occasions.json": (content) =>
      occasionFaults(content, { statuses: Object.keys(memberStatuses), sources: publishing("registration.changed") }),
    "mailings.json": (content) =>
      mailingFaults(content, { statuses: Object.keys(mailingStatuses), sources: publishing("email.reported") }),
  };
}

async function faultsOfFile(folder: string, file: string, known: ReturnType<typeof knownFaults>): Promise<string[]> {
  const text = await readFile(join(folder, file), "utf8");
  const { $schema, ...content } = membersOf(parseJson(`functions/configuration/${file}`, text));
  const say = ({ path, fault }: Fault) => `functions/configuration/${file}:${lineOf(text, path)}: ${fault}`;
  const expected = `./schemas/${file}`;
  if ($schema !== expected)
    return [
      say({ path: ["$schema"], fault: `"$schema" must be "${expected}", which tells editors what is allowed here.` }),
    ];
  const schema = await readFile(join(folder, expected), "utf8").catch(() => undefined);
  if (schema === undefined) return [say({ path: ["$schema"], fault: `there is no ${expected}.` })];
  const repeated = repeatedMembers(text).map(
    ({ line, name }) => `functions/configuration/${file}:${line}: "${name}" is there twice, and only the last is read.`,
  );
  const faults = [...blankFaults(content), ...(known[file]?.(content) ?? [])];
  return [
    ...repeated,
    ...(faults.length > 0 ? faults : schemaFaults(JSON.parse(schema), { $schema, ...content })).map(say),
  ];
}

/** No event names a form or a channel so. */
function blankFaults(content: object): Fault[] {
  const names = Object.keys(content).filter((name) => name !== name.trim());
  return names.map((name) => ({ path: [name], fault: `"${name}" has a blank at an end, where no event has one.` }));
}

function schemaFaults(schema: object, content: object): Fault[] {
  const validate = sharedAjv().compile(schema);
  void validate(content);
  return (validate.errors ?? []).slice(0, 1).map((error) => {
    const path = [...pathIn(error.instancePath), ...(error.propertyName === undefined ? [] : [error.propertyName])];
    return { path, fault: `${path.map((part) => `"${part}"`).join(" · ") || "it"} ${messageOf(schema, error)}.` };
  });
}

function messageOf(schema: object, error: ErrorObject): string {
  const { keyword, schemaPath, params } = error;
  if (keyword === "additionalProperties") return `has "${params["additionalProperty"]}", which is not read`;
  const place = keyword === "pattern" ? pathIn(schemaPath).slice(0, -1) : [];
  const { description } = membersOf(place.reduce<unknown>((at, name) => membersOf(at)[name], schema));
  return typeof description === "string" && place.length > 0 ? `must be ${description}` : ajvMessage(error);
}
