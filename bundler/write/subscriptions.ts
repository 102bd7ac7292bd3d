import {
  type AnyHandler,
  isBatchHandler,
  isOrdered,
  timeoutSecondsOf,
} from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { MAX_DELIVERY_ATTEMPTS } from "../../functions/runtime/handle/give-up.ts";
import { deadLetterTopic, DISCARDED_TOPIC, REJECTED_TOPIC, SENT_TOPIC } from "../../functions/runtime/pubsub/names.ts";
import { sweptBy, type Units } from "../read/units.ts";

export interface ManifestSubscription {
  readonly topic: string;
  /** The function to push to; absent if messages are pulled. */
  readonly push?: string;
  /** The batch handler that pulls, with exactly-once delivery. */
  readonly pull?: string;
  readonly ordered: boolean;
  readonly ackDeadlineSeconds: number;
  readonly retryPolicy?: { readonly minimumBackoffSeconds: number; readonly maximumBackoffSeconds: number };
  readonly deadLetterPolicy?: { readonly topic: string; readonly maxDeliveryAttempts: number };
}

/** 100 attempts from 10 s to 600 s apart take about sixteen hours. */
const RETRY_POLICY = { minimumBackoffSeconds: 10, maximumBackoffSeconds: 600 };

/** Longer than the sweep's timeout: nobody else may receive what it holds. */
const SWEEP_LEASE_SECONDS = 600;

/** Subscriptions for each handler, and for each topic whose messages wait for people or the sweep. */
export function subscriptionsOf({ handlers, clients }: Units): Record<string, ManifestSubscription> {
  const pulled = (topic: string) => [topic, { topic, ordered: false, ackDeadlineSeconds: 60 }] as const;
  return Object.fromEntries([
    ...handlers.map(({ specification }) => [handlerName(specification), handled(specification)] as const),
    ...handlers.map(({ specification }) => pulled(deadLetterTopic(handlerName(specification)))),
    pulled(REJECTED_TOPIC),
    pulled(DISCARDED_TOPIC),
    ...(sweptBy({ handlers, clients }).length > 0
      ? [[SENT_TOPIC, { ...pulled(SENT_TOPIC)[1], ackDeadlineSeconds: SWEEP_LEASE_SECONDS }] as const]
      : []),
  ]);
}

/** Initial ack deadline of pulled messages, extended while their batch runs; a crash delays them by this long. */
const LEASE_SECONDS = 60;

function handled(handler: AnyHandler): ManifestSubscription {
  const name = handlerName(handler);
  return {
    topic: handler.eventType,
    ...(isBatchHandler(handler) ? { pull: name } : { push: name }),
    ordered: isOrdered(handler),
    ackDeadlineSeconds: isBatchHandler(handler) ? LEASE_SECONDS : timeoutSecondsOf(handler) + 10,
    retryPolicy: RETRY_POLICY,
    deadLetterPolicy: { topic: deadLetterTopic(name), maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS },
  };
}
