import { readArguments } from "../arguments.ts";
import { prefixOf } from "../place.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

export type Command =
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

Terraform deletes a topic or a subscription only if its handler is retired. This command checks whether messages are waiting for the
handler, shows what would be lost, and then lets npm run deploy delete what belongs to it (terraform/retired.auto.tfvars.json).

  --project ID       the Google Cloud project to check
  --prefix TEXT      the PREFIX of that deployment; the default is $PREFIX
  --lose-messages    retires it even if messages are waiting, or may be
  --undo             protects it again

Exit codes: 0 done, 1 messages are waiting or can't be counted, 2 wrong arguments.
`;

/** @throws UsageError */
export function readCommand(texts: readonly string[], environment: Environment): Command {
  const { positionals, values } = readArguments(texts, {
    allowPositionals: true,
    options: {
      "lose-messages": { type: "boolean", default: false },
      prefix: { type: "string" },
      project: { type: "string" },
      undo: { type: "boolean", default: false },
    },
  });
  const [handler, ...more] = positionals;
  if (handler === undefined || more.length > 0) throw new UsageError(usage);
  if (values.undo) return { name: "undo", handler };
  if (values.project === undefined) throw new UsageError("--project is missing: whose messages would be lost?");
  return {
    name: "retire",
    handler,
    project: values.project,
    prefix: prefixOf(values, environment),
    losesMessages: values["lose-messages"],
  };
}
