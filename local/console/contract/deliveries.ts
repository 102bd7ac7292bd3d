/** What the console's API says of deliveries. Types alone. */

/** A delivery that was made, as GET /api/deliveries lists it. */
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
  readonly startedAt: string;
  readonly messageId: string;
}
