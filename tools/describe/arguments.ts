import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";

interface Command {
  readonly name: "write" | "check";
  /** API names of objects. Empty: those that have a file. */
  readonly objects: readonly string[];
}

export const usage = `npm run describe -- [OBJECT ...]
npm run describe -- --check [OBJECT ...]

Reads the org's object definitions (Lead, Contact, Invoice__c …; the default is every object that has a file) and writes
schemas/salesforce/OBJECT.json: names, types, lengths and picklist values, never a record. From these files come the TypeScript types, the
stand-in's fields, and the limits by which values are cut. It logs in as the handlers do, with SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID,
SALESFORCE_CREDENTIAL and, with a private key, SALESFORCE_USERNAME from the environment.

  --check    writes nothing, and shows how the org and the files differ

Exit codes: 0 done, 1 the org differs in something that functions/ uses, 2 wrong arguments.
`;

/** @throws UsageError */
export function readCommand(texts: readonly string[]): Command {
  const { positionals, values } = readArguments(texts, {
    allowPositionals: true,
    options: { check: { type: "boolean", default: false } },
  });
  const odd = positionals.find((name) => !/^[A-Za-z]\w*$/.test(name));
  if (odd !== undefined) throw new UsageError(`"${odd}" is no object's API name: Lead and Invoice__c are.`);
  return { name: values.check ? "check" : "write", objects: [...new Set(positionals)] };
}
