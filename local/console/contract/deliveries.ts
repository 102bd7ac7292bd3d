/** The console API's types for deliveries. */

import type { Time } from "./time.ts";

/** A completed delivery, as listed by GET /api/deliveries. */
export interface DeliveryRow {
  readonly eventId?: string | undefined;
  readonly type?: string | undefined;
  /** The handler's name. */
  readonly subscription?: string | undefined;
  readonly attempt: number;
  readonly outcome: string;
  readonly status?: number;
  readonly reason?: string;
  readonly latencyMs: number;
  readonly startedAt: Time;
  readonly messageId: string;
}

/** A handler's delivery of an event. */
export interface EventDelivery extends DeliveryRow {
  readonly eventId: string;
  readonly type: string;
  readonly subscription: string;
}
