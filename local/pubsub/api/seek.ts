import type { Broker } from "../broker/broker.ts";
import { readObject, readText, readTimestamp } from "../state/fields.ts";
import { invalid } from "../state/status.ts";

/** Handles a SeekRequest of either API, whose subscription is given separately. */
export function seek(broker: Broker, subscription: string, request: unknown): void {
  const fields = readObject(request, "request", ["subscription", "time", "snapshot"]);
  const time = readTimestamp(fields, "time");
  const snapshot = readText(fields, "snapshot");
  if (time !== undefined) broker.seek(subscription, { time });
  else if (snapshot !== "") broker.seek(subscription, { snapshot });
  else throw invalid("The SeekRequest must have a time or a snapshot.");
}
