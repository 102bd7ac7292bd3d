import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { RealOptions } from "./play.ts";
import { systems } from "./systems.ts";

export interface Command extends RealOptions {
  readonly system: keyof typeof systems;
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
export function readCommand(texts: readonly string[]): Command {
  const { positionals, values } = readArguments(texts, {
    allowPositionals: true,
    options: {
      has: { type: "string", multiple: true, default: [] },
      production: { type: "boolean", default: false },
    },
  });
  const [system = "", ...more] = positionals;
  if (more.length > 0 || !isSystem(system))
    throw new UsageError(`Which system? There are ${Object.keys(systems).join(" and ")}. --help lists the options.`);
  return { system, has: values.has, isProduction: values.production };
}

function isSystem(name: string): name is keyof typeof systems {
  return Object.hasOwn(systems, name);
}
