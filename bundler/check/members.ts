import { type AnyHandler, type BatchHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import type { DeliveryPolicy, Handler, PauseAfter, Resources } from "../../functions/runtime/define/handler.ts";
import type { SourceSpecification } from "../../functions/runtime/define/source.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";

/** Member names, each with its own members. */
interface Known {
  readonly [name: string]: true | Known;
}

/** The members of a type. tsc makes sure that none is missing here. */
type Members<Type> = { readonly [Name in keyof Required<Type>]: true | Known };

const resources: Record<keyof Resources, true> = {
  memoryMiB: true,
  cpu: true,
  concurrency: true,
  minInstances: true,
  maxInstances: true,
};

const pauseAfter: Record<keyof PauseAfter, true> = { attempts: true, events: true };

const delivery: Members<DeliveryPolicy> = {
  ordered: true,
  timeoutSeconds: true,
  attempts: true,
  priority: true,
  pauseAfter,
};

const common = { name: true, eventType: true, uses: true, run: true } as const;

const handler: Members<Handler> = { ...common, delivery, resources };

const batchHandler: Members<BatchHandler> = {
  ...common,
  delivery: { attempts: true, priority: true, pauseAfter },
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
  neverIgnored: true,
  handshake: true,
  urlCheck: true,
};

/**
 * Members of a specification that nobody reads, such as a misspelt one, which would silently leave its default in
 * place. tsc says so too, if it is run.
 */
export function memberFaults(specification: AnyHandler | object): string[] {
  if (!("eventType" in specification)) return unknownIn(specification, source);
  return unknownIn(specification, isBatchHandler(specification) ? batchHandler : handler);
}

function unknownIn(given: unknown, known: Known, place = ""): string[] {
  if (typeof given !== "object" || given === null) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const members = Object.hasOwn(known, name) ? known[name] : undefined;
    if (members === undefined) return [`${place}${name} is not known (${didYouMean(name, Object.keys(known))}).`];
    return typeof members === "object" ? unknownIn(value, members, `${place}${name}.`) : [];
  });
}
