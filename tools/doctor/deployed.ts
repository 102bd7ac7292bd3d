import { functionsOf } from "../../local/runner/functions/handlers.ts";
import { createHash } from "node:crypto";
import type { Manifest } from "../../bundler/write/manifest.ts";
import { entriesIn, listIn, memberOf, textIn } from "../json.ts";
import { type DeployedFunction } from "./world.ts";

/** The checkout's functions that are deployed with this prefix. */
export function deployedOf(
  manifest: Manifest,
  prefix: string,
  functions: readonly unknown[],
): ReadonlyMap<string, DeployedFunction> {
  const byName = new Map(functions.map((one) => [textIn(one, "name").split("/").at(-1) ?? "", one]));
  return new Map(
    Object.entries(functionsOf(manifest)).flatMap(([name]) => {
      const found = byName.get(functionName(prefix, name));
      return found === undefined ? [] : [[name, readFunction(found)] as const];
    }),
  );
}

/** The same as in terraform/names.tf: a Cloud Run service name has at most 49 characters. */
function functionName(prefix: string, name: string): string {
  const whole = prefix + name;
  if (whole.length <= 49) return whole;
  return `${whole.slice(0, 42).replace(/-$/, "")}-${createHash("sha1").update(whole).digest("hex").slice(0, 6)}`;
}

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#Function */
function readFunction(found: unknown): DeployedFunction {
  const [, , , region = "", , name = ""] = textIn(found, "name").split("/");
  const service = memberOf(found, "serviceConfig");
  return {
    name,
    region,
    state: textIn(found, "state"),
    uri: textIn(service, "uri"),
    account: textIn(service, "serviceAccountEmail"),
    timeoutSeconds: Number(memberOf(service, "timeoutSeconds")),
    ingress: textIn(service, "ingressSettings"),
    settings: Object.fromEntries(
      entriesIn(service, "environmentVariables").map(([key, value]) => [key, String(value)]),
    ),
    secrets: new Map(
      listIn(service, "secretEnvironmentVariables").map((one) => [
        textIn(one, "key"),
        { secret: textIn(one, "secret"), version: textIn(one, "version") },
      ]),
    ),
  };
}
