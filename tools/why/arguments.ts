import { isEmail, normaliseEmail } from "../../functions/runtime/reading/email.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { type Asked, placeOptions, readPlace } from "../place.ts";

/** About whom to ask, and where. */
export interface PersonCommand extends Asked {
  readonly email: string;
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
  if (!isEmail(email))
    throw new UsageError(
      `"${given}" is no e-mail address. If it is the id of a dead letter, npm run dead-letters -- show ${given} says whose it is.`,
    );
  return { email, ...readPlace(values), flags: new Set(flags) };
}
