import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

export type Command =
  | { readonly name: "help" }
  | { readonly name: "undo"; readonly handler: string }
  | {
      readonly name: "retire";
      readonly handler: string;
      readonly project: string;
      readonly prefix: string;
      readonly losesMessages: boolean;
    };

export const usage = `npm run retire -- HANDLER --project ID [options]
npm run retire -- HANDLER --undo

Terraform destroys no topic and no subscription, unless its handler is retired: looks whether messages wait for the
handler, says what would be lost, and lets npm run deploy destroy what belongs to it (terraform/retired.auto.tfvars.json).

  --project ID       the Google Cloud project to look at
  --prefix TEXT      the PREFIX that it was deployed with, default $PREFIX
  --lose-messages    retires it although messages wait, or may
  --undo             protects it again

Exit codes: 0 done, 1 messages wait or can't be counted, 2 not possible as given.
`;

/** @throws UsageError */
export function readCommand(texts: readonly string[], environment: Environment): Command {
  const {
    positionals: [handler, ...more],
    values,
  } = parse(texts);
  if (values.help) return { name: "help" };
  if (handler === undefined || more.length > 0) throw new UsageError(usage);
  if (values.undo) return { name: "undo", handler };
  if (values.project === undefined) throw new UsageError("--project is missing: whose messages would be lost?");
  return {
    name: "retire",
    handler,
    project: values.project,
    prefix: values.prefix ?? environment["PREFIX"] ?? "",
    losesMessages: values["lose-messages"],
  };
}

function parse(texts: readonly string[]) {
  return readArguments({
    args: [...texts],
    allowPositionals: true,
    options: {
      help: { type: "boolean", default: false },
      "lose-messages": { type: "boolean", default: false },
      prefix: { type: "string" },
      project: { type: "string" },
      undo: { type: "boolean", default: false },
    },
  });
}
