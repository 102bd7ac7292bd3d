import { parseArgs } from "node:util";
import { isEmail, normaliseEmail } from "../../functions/runtime/define/email.ts";
import { UsageError } from "../../local/console/dead-letters/problems.ts";
import { readArguments } from "../arguments.ts";

/** What is asked about whom, and where. */
export interface PersonCommand {
  readonly email: string;
  readonly project: string | undefined;
  readonly prefix: string | undefined;
  readonly isJson: boolean;
  /** Of the command's own ones those that were given. */
  readonly flags: ReadonlySet<string>;
}

export const placeUsage = `  --project ID     a Google Cloud project; without it what npm start runs at PORT (8080)
  --prefix TEXT    the PREFIX that the project was deployed with, default $PREFIX
  --json           for machines

Exit codes: 0 done, 1 the project did not let it, 2 not possible as given.
`;

/** Undefined where help is wanted. @throws UsageError */
export function readPerson(
  texts: readonly string[],
  usage: string,
  own: readonly string[] = [],
): PersonCommand | undefined {
  const flags = own.filter((name) => texts.includes(`--${name}`));
  const { positionals, values } = readArguments(() =>
    parseArgs({
      args: texts.filter((text) => !flags.includes(text.slice(2))),
      allowPositionals: true,
      options: {
        help: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        prefix: { type: "string" },
        project: { type: "string" },
      },
    }),
  );
  if (values.help) return undefined;
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError(usage);
  const email = normaliseEmail(given);
  if (!isEmail(email)) throw new UsageError(`"${given}" is no e-mail address.`);
  const { project, prefix, json: isJson } = values;
  if (project === "") throw new UsageError("--project is empty: which one? Left out, it is what npm start runs.");
  if (prefix !== undefined && project === undefined)
    throw new UsageError("--prefix belongs to a project: give --project too. npm start uses no prefix.");
  return { email, project, prefix, isJson, flags: new Set(flags) };
}
