import { readArguments } from "../arguments.ts";
import { UsageError } from "../../local/core/problems.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import type { HandlerOptions } from "./handler/handler.ts";
import type { SourceOptions } from "./source/source.ts";

export const usage = `npm run new -- source NAME --from payload.json [--scheme SCHEME]
npm run new -- handler EVENT.TYPE --uses salesforce,slack [--name NAME]
npm run new -- system NAME

Writes what a unit consists of, and builds it; what a handler does is written down too. Nothing that is there is overwritten.

source:
  --from FILE          what the sender posts: JSON, a form, a list, or the whole request; several times for several kinds, or for
                       what may be left out. A source that is there already is given the kinds that it has not
  --scheme SCHEME      how it signs: stripe, standard-webhooks, static-header …; default: the scheme called like the source
  --header NAME        where the signature or the secret stands, with --scheme hmac-of-body or static-header;
                       with the first --digest sha1, --encoding base64 and --prefix sha256= too, where they are so
  --kind MEMBER        what says what has happened, where it is none of the usual ones: a member (event.type, or meta.entity+meta.action),
                       or a header with what it has held: x-topic=orders/create
  --publishes TYPE     the event type that it becomes, e.g. form.submitted; default: a new one, called like the kind
handler:
  --uses SYSTEM,…      what it is given, by the names in functions/clients
  --name NAME          of a further handler of that event type
both:
  --new-type           the event type is a new one, though it is spelled almost as one that there is

  --no-build           leaves npm run build, and npm run prove -- NAME --update, to you
`;

export type Command = { readonly what: "help" } | (Unit & { readonly isBuilt: boolean });

export type Unit =
  | ({ readonly what: "source"; readonly name: string } & SourceOptions)
  | ({ readonly what: "handler"; readonly type: string } & HandlerOptions)
  | { readonly what: "system"; readonly name: string };

const WHATS = ["source", "handler", "system"] as const;
const text = { type: "string" } as const;

/** @throws UsageError with a sentence about what is wrong. */
export function readCommand(texts: readonly string[]): Command {
  const { positionals, values } = readArguments({
    args: [...texts],
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
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return { what: "help" };
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
