import type { DeliveryRecord } from "../../pubsub/delivery/push.ts";

const KEPT = 1000;

/** The last deliveries, newest first, with what a person wants to know of each. */
export interface Deliveries {
  record(record: DeliveryRecord): void;
  list(): readonly object[];
  clear(): void;
}

export function createDeliveries(): Deliveries {
  let records: DeliveryRecord[] = [];
  return {
    record(record) {
      records.push(record);
      if (records.length > 2 * KEPT) records = records.slice(-KEPT);
    },
    list: () => records.slice(-KEPT).toReversed().map(describe),
    clear() {
      records = [];
    },
  };
}

function describe({
  subscription,
  attributes,
  attempt,
  outcome,
  status,
  latencyMs,
  startedAt,
  messageId,
}: DeliveryRecord): object {
  return {
    eventId: attributes["ce-id"],
    type: attributes["ce-type"],
    subscription: subscription.split("/").at(-1),
    attempt,
    outcome,
    ...(status === undefined ? {} : { status }),
    latencyMs: Math.round(latencyMs * 10) / 10,
    startedAt,
    messageId,
  };
}
