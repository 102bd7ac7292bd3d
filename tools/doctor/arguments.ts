import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";

export interface Command {
  readonly project: string;
  readonly prefix: string | undefined;
  readonly isJson: boolean;
}

/** `--drill`, which writes. */
export interface DrillCommand {
  readonly drill: { readonly project: string | undefined; readonly prefix: string | undefined; readonly url: string };
  readonly isAgreed: boolean;
}

export const usage = `npm run doctor -- --project ID [options]

Reads a deployed copy, the org and the workspace, and says in a sentence each what loses data, what will, and what is worth
knowing, worst first. Changes nothing, reads no secret's value and no event.

  --project ID     a Google Cloud project
  --prefix TEXT    the PREFIX that the copy was deployed with, default $PREFIX
  --json           for machines

npm run doctor -- --drill [--project ID --url URL] [--yes]

Sends a marked event that is right and one that no handler can do anything with through the real path, and prints when effect,
retry, dead letter, replay and clean-up were seen. It writes to the systems, pages whom alerts page, and asks before. Without a project it
takes what npm start runs.

  --url URL        with --project: where the source app takes its webhooks; DRILL_SECRET in the environment signs them
  --yes            does not ask

Google is asked with this account's credentials (gcloud auth application-default login), which need roles/viewer and
roles/iam.securityReviewer. The org and the workspace are asked as the functions are set to, but for secrets:
SALESFORCE_CREDENTIAL, CUSTOMERIO_API_KEY and CUSTOMERIO_APP_KEY come from the environment. What can't be asked is said.

Exit codes: 0 nothing is lost, 1 something is or will be, 2 not possible as given, 3 nothing was found to be lost, but not
everything could be asked.
`;

/** Undefined if help is wanted. @throws UsageError */
export function readCommand(texts: readonly string[]): Command | DrillCommand | undefined {
  const { values } = readArguments({
    args: [...texts],
    options: {
      drill: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      url: { type: "string", default: "" },
      help: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      prefix: { type: "string" },
      project: { type: "string" },
    },
  });
  if (values.help) return undefined;
  const { project = "", prefix, json: isJson, url } = values;
  if (values.drill) {
    if ((project === "") !== (url === ""))
      throw new UsageError("--drill takes --project and --url together, or neither.");
    return { drill: { project: project || undefined, prefix, url }, isAgreed: values.yes };
  }
  if (url !== "" || values.yes) throw new UsageError("--url and --yes belong to --drill.");
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
