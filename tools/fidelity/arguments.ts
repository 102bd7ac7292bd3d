import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { RealOptions } from "./play.ts";

export interface Command extends RealOptions {
  readonly isHelp: boolean;
  readonly system: string;
}

export const usage = `npm run fidelity -- salesforce | customerio [options]

Plays the calls that ycat relies on (tools/fidelity/) against the system's stand-in and, if the environment has a handler's settings,
against the real org or workspace. It shows the differences, and writes docs/fidelity.md. It creates records whose names and e-mails
begin with ycat, and deletes them. Use a sandbox.

  SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID, SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME
  CUSTOMERIO_SITE_ID, CUSTOMERIO_API_KEY, CUSTOMERIO_APP_KEY; in the EU CUSTOMERIO_TRACK_URL and CUSTOMERIO_APP_URL

  --has WORD      what the real system has: person-key (the fields of salesforce/), country-picklists, duplicate-rule
  --production    runs it in an org that is no sandbox

Exit codes: 0 everything is as expected, 1 something differs or was not deleted, 2 wrong arguments.
`;

/** @throws UsageError */
export function readCommand(texts: readonly string[], systems: readonly string[]): Command {
  const { positionals, values } = parse(texts);
  const [system = ""] = positionals;
  const isHelp = values.help;
  if (!isHelp && (positionals.length !== 1 || !systems.includes(system)))
    throw new UsageError(`Which system? There are ${systems.join(" and ")}. --help says more.`);
  return { isHelp, system, has: values.has, isProduction: values.production };
}

function parse(texts: readonly string[]) {
  return readArguments({
    args: [...texts],
    allowPositionals: true,
    options: {
      has: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
      production: { type: "boolean", default: false },
    },
  });
}
