import { type AnyHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import type { Resources } from "../../functions/runtime/define/handler.ts";

/** Default concurrency of a source's instance. */
export const SOURCE_CONCURRENCY = 40;

/** Resources with the defaults filled in. */
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

/** A handler's resources. A batch handler has one instance; a second call during a batch is answered at once. */
export function resourcesOf(handler: AnyHandler): Required<Resources> {
  if (!isBatchHandler(handler)) return withDefaults(handler.resources);
  return {
    ...withDefaults({ memoryMiB: 512, ...handler.resources }),
    concurrency: 2,
    minInstances: 0,
    maxInstances: 1,
  };
}
