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

Checks a deployment, the org and the workspace, and reports in one sentence each what loses data, what will lose data, and what else is
worth knowing, worst first. It changes nothing, and reads neither secrets nor events.

  --project ID     a Google Cloud project
  --prefix TEXT    the PREFIX of that deployment; the default is $PREFIX
  --json           prints JSON

npm run doctor -- --drill [--project ID --url URL] [--yes]

Sends two marked events the whole way, a valid one and one that every handler must refuse, and prints when it saw the effect, the retry, the
dead letter, the replay and the clean-up. It writes to the systems and triggers alerts, and asks before it starts. Without --project it uses
what npm start runs.

  --url URL        with --project: the URL of the source app; DRILL_SECRET in the environment signs the events
  --yes            does not ask

Google is read with your credentials (gcloud auth application-default login), which need roles/viewer and
roles/iam.securityReviewer. The org and the workspace are read with the functions' settings, except for the secrets, which are taken from
the environment: SALESFORCE_CREDENTIAL, CUSTOMERIO_API_KEY and CUSTOMERIO_APP_KEY. What can't be read is reported.

Exit codes: 0 nothing is lost, 1 something is or will be lost, 2 wrong arguments, 3 nothing was found, but not everything could be
checked.
`;

/** @throws UsageError */
export function readCommand(texts: readonly string[]): Command | DrillCommand {
  const { values } = readArguments(texts, {
    options: {
      drill: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      url: { type: "string", default: "" },
      json: { type: "boolean", default: false },
      prefix: { type: "string" },
      project: { type: "string" },
    },
  });
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
        "npm run status shows its handlers.",
    );
  if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project))
    throw new UsageError(
      `--project is "${project}": expected a project's id such as acme-webhooks, not its number or display name.`,
    );
  return { project, prefix, isJson };
}
