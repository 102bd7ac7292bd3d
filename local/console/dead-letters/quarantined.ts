import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import { RefusedPayloadError } from "../../../functions/runtime/define/errors.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { decodeRejected } from "../../../functions/runtime/receive/quarantine.ts";
import { readBody } from "../../../functions/runtime/receive/body.ts";
import { type Item, readItem, readItems } from "../../../functions/runtime/receive/items.ts";
import type { SourceUnit } from "../../../functions/runtime/receive/unit.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { root } from "../../../bundler/paths.ts";
import { fileNameOf, hashOf, readSchemas } from "../../../bundler/read/schemas.ts";
import { sourceUnit } from "../../../bundler/read/source-unit.ts";
import {
  envelopeValidator,
  eventValidator,
  eventValidatorsIn,
  kindValidator,
  validatorsPath,
} from "../../../bundler/write/validators.ts";
import type { Declarations } from "./place.ts";
import { UsageError } from "../../core/problems.ts";

/** The checkout's sources and validators; loaded when the first quarantined webhook or dead letter asks for them. */
export interface Checkout {
  /** Undefined when there is no such source. */
  source(name: string): Promise<SourceUnit | undefined>;
  /** Of an event type's data; undefined when there is no such type. */
  validateEvent(type: string): Promise<Validate | undefined>;
}

/** Where the checkout keeps what is asked for. */
const paths = { validators: validatorsPath, schemas: join(root, "schemas"), sources: join(root, "functions/sources") };

export function openCheckout(manifest: Declarations, { validators: path, schemas, sources } = paths): Checkout {
  let validators: Promise<Readonly<Record<string, Validate<never>>>> | undefined;
  const load = () => (validators ??= loadValidators(path, schemas));
  return {
    async source(name) {
      // Asked of the manifest first: the name comes from a message, and becomes a path.
      if (!Object.hasOwn(manifest.functions, name) || manifest.functions[name]?.kind !== "source") return undefined;
      return readUnit(join(sources, `${name}.ts`), await load());
    },
    validateEvent: async (type) => (await load())[eventValidator(type)],
  };
}

async function readUnit(path: string, validators: Readonly<Record<string, Validate<never>>>): Promise<SourceUnit> {
  const { default: source }: { default: Source } = await import(pathToFileURL(path).href);
  const validator = (name: string) => {
    const validate = validators[name];
    if (validate === undefined)
      throw new UsageError(`The last build does not know all of the source ${source.name}: run npm run build.`);
    return validate;
  };
  return sourceUnit(source, {
    envelope: (name) => validator(envelopeValidator(name)),
    kind: (name, kind) => validator(kindValidator(name, fileNameOf(kind))),
    events: eventValidatorsIn(validators),
  });
}

/** What a mended schema says is only known once it is built: an old build is refused rather than believed. */
async function loadValidators(path: string, folder: string): Promise<Readonly<Record<string, Validate<never>>>> {
  if (!existsSync(path)) throw new UsageError(`${path} is missing: run npm run build.`);
  const { schemas, ...validators } = await import(pathToFileURL(path).href);
  if (schemas !== hashOf(await readSchemas(folder)))
    throw new UsageError("schemas/ has changed since the last build: run npm run build.");
  return validators;
}

export type Mapped =
  | { readonly events: readonly Event[] }
  | { readonly ignored: string }
  | { readonly refused: string };

/** What the checkout makes of a quarantined webhook. Its signature is not asked for: it was genuine, and its time has passed. */
export async function mapRejected(message: Message, checkout: Checkout): Promise<Mapped> {
  const { source, webhook, isItem } = decodeRejected(message);
  const unit = await checkout.source(source);
  if (unit === undefined)
    return { refused: source === "" ? "the message names no source" : `there is no source ${source} in this checkout` };
  try {
    const items = isItem ? [readItem(unit, webhook)] : readItems(unit, readBody(unit, webhook), webhook);
    return mappedItems(items, source);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      refused:
        error instanceof RefusedPayloadError ? `still refused: ${error.message}${causeOf(error)}` : error.message,
    };
  }
}

/** All or nothing of a list: what was quarantined whole leaves its topic whole. */
function mappedItems(items: readonly Item[], source: string): Mapped {
  const refused = items.find((item) => "error" in item);
  if (refused !== undefined) throw refused.error;
  const mapped = items.flatMap((item) => ("events" in item ? [item] : []));
  const events = mapped.flatMap((item) => item.events);
  const kinds = [...new Set(mapped.map(({ kind }) => kind))].join(", ");
  return events.length === 0 ? { ignored: `${kinds} is nothing to the source ${source}` } : { events };
}

/** A mapping that stumbled is mended by whoever reads this, and only the cause says over what. */
function causeOf({ reason, cause }: RefusedPayloadError): string {
  return reason.code === "MAPPING" && cause instanceof Error ? ` (${cause.message})` : "";
}
