import type { State } from "../../../local/core/records.ts";

/** One outgoing call of a case, as the story tells it. */
export interface Call {
  /** From 1, over the whole case. */
  readonly index: number;
  /** Which delivery of the case made it, from 1. */
  readonly delivery: number;
  readonly system: string;
  readonly method: string;
  readonly url: URL;
  /** What it does, ids left out: `POST /sobjects/Lead`. */
  readonly operation: string;
  /** Which call of that operation in its delivery, from 1. */
  readonly nth: number;
  readonly at: number;
  /** What the case did to it. */
  disturbance: string | undefined;
  /** `204`, `ECONNRESET`, or undefined while nothing has come. */
  answer: string | undefined;
  /** So many calls had been made when its answer came. */
  answeredAfter: number;
  requestBody: string;
  /** What its system held when it was sent, of a change of which that decides something. */
  readonly before?: State | undefined;
  /** Kept only while a story is recorded. */
  requestHeaders?: string;
  answerBody: string;
}

/** Where it stands among the calls of its delivery: which one of its operation is told only where there are several. */
export function placeOf({ operation, nth }: Pick<Call, "operation" | "nth">): string {
  return nth === 1 ? operation : `${operation} · ${ordinal(nth)} call`;
}

export function ordinal(count: number): string {
  const last = count % 10;
  const isTeen = Math.floor((count % 100) / 10) === 1;
  return `${count}${isTeen ? "th" : last === 1 ? "st" : last === 2 ? "nd" : last === 3 ? "rd" : "th"}`;
}
