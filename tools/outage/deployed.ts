import { CommandError, UsageError } from "../../local/core/problems.ts";
import type { Handled } from "../../local/console/handlers/pausing.ts";
import { entriesIn, memberOf, textIn, textsIn } from "../json.ts";
import { type Ask, listAll } from "../google/ask.ts";

export interface Deployed extends Handled {
  /** Its full name. */
  readonly subscription: string;
}

/**
 * A copy's handlers, from its keeper's setting HANDLERS. Terraform writes each subscription's declaration there, so
 * that resuming restores exactly that.
 * @throws UsageError if no ycat is deployed with that prefix
 */
export async function readDeployed(project: string, prefix: string, ask: Ask, url: string): Promise<Deployed[]> {
  const functions = await listFunctions(project, ask, url);
  const keeper = functions.find((one) => textIn(one, "name").endsWith(`/functions/${prefix}keeper`));
  if (keeper === undefined)
    throw new UsageError(
      `There is no function ${prefix}keeper in project ${project}: is ycat deployed there, with this --prefix ("${prefix}")?`,
    );
  const text = textIn(keeper, "serviceConfig", "environmentVariables", "HANDLERS");
  return entriesIn(parse(text, prefix)).map(([name, one]) => {
    const [pushEndpoint, token] = [textIn(one, "push", "pushEndpoint"), memberOf(one, "push", "oidcToken")];
    const oidcToken = {
      serviceAccountEmail: textIn(token, "serviceAccountEmail"),
      audience: textIn(token, "audience"),
    };
    return {
      name,
      subscription: textIn(one, "subscription").split("/").at(-1) ?? "",
      systems: textsIn(one, "systems"),
      push: pushEndpoint === "" ? null : { pushEndpoint, oidcToken },
    };
  });
}

/**
 * All functions of a project, including others than ycat's:
 * https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions
 */
export function listFunctions(project: string, ask: Ask, url: string): Promise<unknown[]> {
  return listAll((page) => ask("GET", page), `${url}/v2/projects/${project}/locations/-/functions`, "functions");
}

function parse(text: string, prefix: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`HANDLERS of the function ${prefix}keeper is no JSON: npm run deploy rewrites it.`, {
      cause,
    });
  }
}
