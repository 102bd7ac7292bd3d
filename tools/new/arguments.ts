import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import type { HandlerOptions } from "./handler/handler.ts";
import type { SourceOptions } from "./source/source.ts";

export const usage = `npm run new -- source NAME --from payload.json [--scheme SCHEME]
npm run new -- handler EVENT.TYPE --uses salesforce,slack [--name NAME]
npm run new -- system NAME

Generates the files of a source, a handler or a system, and builds it; for a handler also its effects in proof/. Existing files are
never overwritten.

source:
  --from FILE          a payload of the sender's: JSON, a form, a list, or a whole HTTP request; may be repeated for several kinds, and
                       for payloads in which optional members are missing. An existing source gets the kinds that it lacks
  --scheme SCHEME      how the sender signs: stripe, standard-webhooks, static-header …; the default is the scheme named NAME
  --header NAME        the header of the signature or secret, with --scheme hmac-of-body, timestamped-pairs or static-header;
                       hmac-of-body also takes --digest sha1, --encoding base64 and --prefix sha256=
  --kind MEMBER        what tells the kinds apart, if it is not one of the usual members: a member (event.type, or
                       meta.entity+meta.action), or a header with an example of its value: x-topic=orders/create
  --publishes TYPE     the event type to publish, e.g. form.submitted; the default is a new one, named after the kind
handler:
  --uses SYSTEM,…      its systems, by their names in functions/clients
  --name NAME          the name, for another handler of an event type that has one already
both:
  --new-type           creates the event type even though its name is almost that of an existing one

  --no-build           leaves out npm run build and npm run prove -- NAME --update
`;

export type Command = Unit & { readonly isBuilt: boolean };

type Unit =
  | ({ readonly what: "source"; readonly name: string } & SourceOptions)
  | ({ readonly what: "handler"; readonly type: string } & HandlerOptions)
  | { readonly what: "system"; readonly name: string };

const WHATS = ["source", "handler", "system"] as const;
const text = { type: "string" } as const;

/** @throws UsageError with a sentence about what is wrong. */
export function readCommand(texts: readonly string[]): Command {
  const { positionals, values } = readArguments(texts, {
    allowPositionals: true,
    options: {
      from: { type: "string", multiple: true },
      scheme: text,
      header: text,
      digest: text,
      encoding: text,
      prefix: text,
      kind: text,
      publishes: text,
      uses: { type: "string", multiple: true },
      name: text,
      "new-type": { type: "boolean", default: false },
      "no-build": { type: "boolean", default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError(usage);
  const [what = "", name, ...more] = positionals;
  if (!isWhat(what)) throw new UsageError(`There is no new "${what}"; ${didYouMean(what, WHATS)}`);
  if (name === undefined)
    throw new UsageError(`new ${what}: its ${what === "handler" ? "event type" : "name"} is missing.`);
  if (more.length > 0) throw new UsageError(`new ${what} ${name}: "${more.join(" ")}" is not understood.`);
  const { from = [], scheme, header, digest, encoding, prefix, kind, publishes, uses = [] } = values;
  const isBuilt = !values["no-build"];
  const isNewType = values["new-type"];
  if (what === "source")
    return { what, name, from, scheme, header, digest, encoding, prefix, kind, publishes, isNewType, isBuilt };
  if (what === "system") return { what, name, isBuilt };
  const systems = uses.flatMap((list) => list.split(/[\s,]+/)).filter((use) => use !== "");
  return { what, type: name, uses: systems, name: values.name, isNewType, isBuilt };
}

function isWhat(word: string): word is (typeof WHATS)[number] {
  return (WHATS as readonly string[]).includes(word);
}
