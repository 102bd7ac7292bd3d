import { type AnyHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import type { Resources } from "../../functions/runtime/define/handler.ts";

/** Requests at once in one instance of a source, where it says nothing else. */
export const SOURCE_CONCURRENCY = 40;

/** Everything of Resources, with what is left out filled in. */
export function withDefaults(resources: Resources = {}, concurrency = 10): Required<Resources> {
  const { cpu = 1 } = resources;
  return {
    memoryMiB: 256,
    cpu,
    concurrency: cpu < 1 ? 1 : concurrency,
    minInstances: 0,
    maxInstances: 20,
    ...resources,
  };
}

/** A handler's. One instance takes all calls of a batch handler: a second call while one is at work is answered at once. */
export function resourcesOf(handler: AnyHandler): Required<Resources> {
  if (!isBatchHandler(handler)) return withDefaults(handler.resources);
  return {
    ...withDefaults({ memoryMiB: 512, ...handler.resources }),
    concurrency: 2,
    minInstances: 0,
    maxInstances: 1,
  };
}
