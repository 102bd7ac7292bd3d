import { type AnyHandler, type BatchHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import type { DeliveryPolicy, Handler, Resources } from "../../functions/runtime/define/handler.ts";
import type { SourceSpecification } from "../../functions/runtime/define/source.ts";

/** The members of a type, and of those of its members that have some. tsc sees to it that none is forgotten here. */
type Members<Type> = { readonly [Name in keyof Required<Type>]: true | Readonly<Record<string, true>> };

const resources: Record<keyof Resources, true> = {
  memoryMiB: true,
  cpu: true,
  concurrency: true,
  minInstances: true,
  maxInstances: true,
};

const delivery: Record<keyof DeliveryPolicy, true> = { ordered: true, timeoutSeconds: true, attempts: true };

const common = { name: true, eventType: true, uses: true, run: true } as const;

const handler: Members<Handler> = { ...common, delivery, resources };

const batchHandler: Members<BatchHandler> = {
  ...common,
  delivery: { attempts: true },
  resources: { memoryMiB: true, cpu: true },
  batch: { maxMessages: true, maxBytes: true, budgetSeconds: true, schedule: true, timeZone: true },
};

const source: Members<SourceSpecification<never>> = {
  name: true,
  signature: true,
  headers: true,
  maxBodyBytes: true,
  addressRanges: true,
  resources,
  accepted: true,
  body: true,
  items: true,
  shared: true,
  kind: true,
  kinds: true,
  handshake: true,
};

/**
 * What a specification has that nobody reads, such as a misspelt member, which would hold its default without a word. tsc
 * says so too, to those who ask it.
 */
export function memberFaults(specification: AnyHandler | object): string[] {
  if (!("eventType" in specification)) return strangersIn(specification, source);
  return strangersIn(specification, isBatchHandler(specification) ? batchHandler : handler);
}

function strangersIn(given: unknown, known: Readonly<Record<string, true | object>>, place = ""): string[] {
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const members = Object.hasOwn(known, name) ? known[name] : undefined;
    if (members === undefined)
      return [`${place}${name} is nothing that is read (there are: ${Object.keys(known).join(", ")}).`];
    return typeof members === "object" ? strangersIn(value, { ...members }, `${name}.`) : [];
  });
}
