import type { State } from "../../../local/core/records.ts";

/** One outgoing call, as shown in a story. */
export interface Call {
  /** From 1, within the case. */
  readonly index: number;
  /** Number of the delivery that made it, from 1. */
  readonly delivery: number;
  readonly system: string;
  readonly method: string;
  readonly url: URL;
  /** What it does, without ids: `POST /sobjects/Lead`. */
  readonly operation: string;
  /** Which call of this operation within its delivery, from 1. */
  readonly nth: number;
  readonly at: number;
  /** What the case did to the call. */
  disturbance: string | undefined;
  /** `204` or `ECONNRESET`. Undefined until it is answered. */
  answer: string | undefined;
  /** Number of calls made by the time of its answer. */
  answeredAfter: number;
  requestBody: string;
  /** What the system held when the call was sent; only of changes, in systems with `keepsFirst`. */
  readonly before?: State | undefined;
  /** Only while recording a story. */
  requestHeaders?: string;
  answerBody: string;
}

/** The call's place within its delivery. Says which call of its operation it is, unless it is the first. */
export function placeOf({ operation, nth }: Pick<Call, "operation" | "nth">): string {
  return nth === 1 ? operation : `${operation} · ${ordinal(nth)} call`;
}

export function ordinal(count: number): string {
  const last = count % 10;
  const isTeen = Math.floor((count % 100) / 10) === 1;
  return `${count}${isTeen ? "th" : last === 1 ? "st" : last === 2 ? "nd" : last === 3 ? "rd" : "th"}`;
}
