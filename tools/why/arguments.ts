import { isEmail, normaliseEmail } from "../../functions/runtime/reading/email.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { checkPlace, placeOptions } from "../place.ts";

/** About whom to ask, and where. */
export interface PersonCommand {
  readonly email: string;
  readonly project: string | undefined;
  readonly prefix: string | undefined;
  readonly isJson: boolean;
  /** The command's own flags that were given. */
  readonly flags: ReadonlySet<string>;
}

/** @throws UsageError */
export function readPerson(texts: readonly string[], usage: string, own: readonly string[] = []): PersonCommand {
  const flags = own.filter((name) => texts.includes(`--${name}`));
  const { positionals, values } = readArguments(
    texts.filter((text) => !flags.includes(text.slice(2))),
    { allowPositionals: true, options: placeOptions },
  );
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError(usage);
  const email = normaliseEmail(given);
  if (!isEmail(email)) throw new UsageError(`"${given}" is no e-mail address.`);
  const { project, prefix, json: isJson } = values;
  checkPlace({ project, prefix });
  return { email, project, prefix, isJson, flags: new Set(flags) };
}
