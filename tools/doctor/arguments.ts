import { parseArgs } from "node:util";
import { UsageError } from "../../local/console/dead-letters/problems.ts";
import { readArguments } from "../arguments.ts";

export interface Command {
  readonly project: string;
  readonly prefix: string | undefined;
  readonly isJson: boolean;
}

export const usage = `npm run doctor -- --project ID [options]

Reads a deployed copy, the org and the workspace, and says in a sentence each what loses data, what will, and what is worth
knowing, worst first. Changes nothing, reads no secret's value and no event.

  --project ID     a Google Cloud project
  --prefix TEXT    the PREFIX that the copy was deployed with, default $PREFIX
  --json           for machines

Google is asked with this account's credentials (gcloud auth application-default login), which need roles/viewer and
roles/iam.securityReviewer. The org and the workspace are asked as the functions are set to, but for secrets:
SALESFORCE_CREDENTIAL, CUSTOMERIO_API_KEY and CUSTOMERIO_APP_KEY come from the environment. What can't be asked is said.

Exit codes: 0 nothing is lost, 1 something is or will be, 2 not possible as given, 3 nothing was found to be lost, but not
everything could be asked.
`;

/** Undefined where help is wanted. @throws UsageError */
export function readCommand(texts: readonly string[]): Command | undefined {
  const { values } = readArguments(() =>
    parseArgs({
      args: [...texts],
      options: {
        help: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        prefix: { type: "string" },
        project: { type: "string" },
      },
    }),
  );
  if (values.help) return undefined;
  const { project = "", prefix, json: isJson } = values;
  if (project === "")
    throw new UsageError(
      "Which project? npm run doctor -- --project ID. What npm start runs is made anew from the manifest at each start: " +
        "npm run status says how its handlers do.",
    );
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))
    throw new UsageError(
      `--project is "${project}", which is no project's id, such as acme-webhooks: neither its number nor its display name.`,
    );
  return { project, prefix, isJson };
}
