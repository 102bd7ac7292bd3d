import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { RealOptions } from "./play.ts";

export interface Command extends RealOptions {
  readonly isHelp: boolean;
  readonly system: string;
}

export const usage = `npm run fidelity -- salesforce | customerio [options]

Plays the exchanges that ycat counts on (tools/fidelity/) with the system's stand-in and, where the environment has the
settings that handlers have, with the real org or workspace: says what differs, and writes docs/fidelity.md. Creates
records of its own, whose names and e-mails begin with ycat, and removes them. Use a sandbox.

  SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID, SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME
  CUSTOMERIO_SITE_ID, CUSTOMERIO_API_KEY, CUSTOMERIO_APP_KEY; in the EU CUSTOMERIO_TRACK_URL and CUSTOMERIO_APP_URL

  --has WORD      the real one has it: person-key (the fields of salesforce/), country-picklists, duplicate-rule
  --production    the org is no sandbox, and that is meant

Exit codes: 0 all as expected, 1 something differs or is left behind, 2 not possible as given.
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
