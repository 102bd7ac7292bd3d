import { isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { fileNameOf, type JsonSchema, type Schemas } from "../../bundler/read/schemas.ts";
import type { Units } from "../../bundler/read/units.ts";

/** Who sends what, which events it becomes, which handlers receive them, and which systems they write to. */
export interface Catalogue {
  readonly sources: readonly CataloguedSource[];
  readonly events: readonly CataloguedEvent[];
  readonly handlers: readonly CataloguedHandler[];
}

export interface CataloguedSource {
  readonly name: string;
  readonly scheme: string;
  readonly kinds: readonly { readonly name: string; readonly schema: JsonSchema }[];
  readonly publishes: readonly string[];
}

export interface CataloguedEvent {
  readonly type: string;
  readonly schema: JsonSchema;
}

export interface CataloguedHandler {
  readonly name: string;
  readonly eventType: string;
  readonly systems: readonly string[];
  readonly isBatch: boolean;
}

export function catalogueOf(units: Units, schemas: Schemas): Catalogue {
  const sources = units.sources.map(({ specification: { name, signature, kinds }, publishes }) => ({
    name,
    scheme: signature.name,
    kinds: Object.keys(kinds).flatMap((kind) => {
      const schema = schemas.kinds.get(name)?.get(fileNameOf(kind));
      return schema === undefined ? [] : [{ name: kind, schema }];
    }),
    publishes,
  }));
  const handlers = units.handlers.map(({ specification }) => ({
    name: handlerName(specification),
    eventType: specification.eventType,
    systems: [...specification.uses].toSorted(),
    isBatch: isBatchHandler(specification),
  }));
  return { sources, events: [...schemas.events].map(([type, schema]) => ({ type, schema })), handlers };
}
