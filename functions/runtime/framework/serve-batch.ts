import type { BatchUnit } from "../batch/handle-batch.ts";
import type { ClientSpecification } from "../define/client.ts";
import { handlerName } from "../define/handler.ts";
import { createLog } from "../log.ts";
import { handlerSettings, readSettings, type Environment } from "../settings.ts";
import { systemClock } from "../clock.ts";
import { takeOver } from "./framework.ts";
import { createListener } from "./listener.ts";

/** Registers a batch handler as an HTTP function that Cloud Scheduler calls. It fetches nothing yet. */
export function serveBatchHandler(
  { handler }: BatchUnit,
  _clients: readonly ClientSpecification[],
  environment: Environment = process.env,
): void {
  const name = handlerName(handler);
  const log = createLog(readSettings(handlerSettings, environment).GOOGLE_CLOUD_PROJECT).with({ handler: name });
  const nothing = { status: 501 };
  const endpoint = { maxBodyBytes: 0, refuse: () => nothing, answer: async () => nothing, failed: () => nothing };
  takeOver(name, createListener(endpoint, systemClock), log);
}
