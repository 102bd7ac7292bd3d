import type { DeliveryRow } from "../contract/deliveries.ts";
import { textOf } from "../journal/lines.ts";
import type { DeliveryRecord } from "../../pubsub/delivery/push.ts";
import type { UnderWay } from "../../runner/functions/pushes.ts";

const KEPT = 1000;

/** The last deliveries, newest first, with details for people. */
export interface Deliveries {
  record(record: DeliveryRecord): void;
  /** Reads a handler's log line, which has the reason of a failed attempt. */
  read(handler: string, line: LogLine): void;
  list(): readonly DeliveryRow[];
  clear(): void;
}

export function createDeliveries(): Deliveries {
  let records: DeliveryRecord[] = [];
  let reasons = new Map<string, string>();
  return {
    record(record) {
      records.push(record);
      if (records.length > 2 * KEPT) records = records.slice(-KEPT);
    },
    read(handler, line) {
      const why = whyFailed(line);
      if (why === undefined) return;
      reasons.set(keyOf(handler, line["eventId"], line["attempt"]), why);
      const [oldest = ""] = reasons.keys();
      if (reasons.size > KEPT) reasons.delete(oldest);
    },
    list: () =>
      records
        .slice(-KEPT)
        .toReversed()
        .map((record) => describe(record, reasons)),
    clear() {
      records = [];
      reasons = new Map();
    },
  };
}

type LogLine = Readonly<Record<string, unknown>>;

function whyFailed({ outcome, reason, system, operation }: LogLine): string | undefined {
  if (reason === "PAUSED") return "the handler is paused: npm run status";
  if (outcome !== "failed") return undefined;
  return `${String(reason)} (${[textOf(system), textOf(operation)].filter(Boolean).join(", ")})`;
}

const keyOf = (...parts: readonly unknown[]) => JSON.stringify(parts);

export function describe(
  { subscription, attributes, attempt, outcome, status, latencyMs, startedAt, messageId }: DeliveryRecord,
  reasons: ReadonlyMap<string, string> = new Map(),
): DeliveryRow {
  const [handler, eventId] = [subscription.split("/").at(-1), attributes["ce-id"]];
  const reason = reasons.get(keyOf(handler, eventId, attempt));
  return {
    eventId,
    type: attributes["ce-type"],
    subscription: handler,
    attempt,
    outcome,
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
    latencyMs: Math.round(latencyMs * 10) / 10,
    startedAt,
    messageId,
  };
}

/** Unanswered pushes. Calls of batch handlers are left out: they belong to no single event. */
export function describeUnderWay({ name, body, startedAt }: UnderWay): DeliveryRow[] {
  if (body === undefined) return [];
  const { attributes = {}, messageId } = body.message;
  return [
    {
      eventId: attributes["ce-id"],
      type: attributes["ce-type"],
      subscription: name,
      attempt: body.deliveryAttempt ?? 1,
      outcome: "under way",
      latencyMs: Date.now() - startedAt,
      startedAt: new Date(startedAt).toISOString(),
      messageId,
    },
  ];
}
