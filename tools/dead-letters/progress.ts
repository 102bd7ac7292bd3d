import type { Fates } from "../../local/console/dead-letters/paced/watch.ts";
import { age } from "../printing.ts";

/**
 * Counts letters, and outcomes per event and handler: `120 of 1000 replayed: 118 handled, 1 failed again, 1 retried;
 * about 44 s left`.
 */
export function progressLine(
  { letters, handled, again, retried }: Fates,
  { total, elapsedMs, rate }: { readonly total: number; readonly elapsedMs: number; readonly rate: number },
): string {
  const facts = [
    ...(handled === undefined ? [] : [`${handled} handled`]),
    `${again} failed again`,
    ...(retried > 0 ? [`${retried} retried`] : []),
  ];
  const left = total - letters;
  const perMs = rate === Infinity ? letters / Math.max(1, elapsedMs) : rate / 1000;
  const time = left > 0 && perMs > 0 ? `; about ${age(left / perMs)} left` : "";
  return `${letters} of ${total} replayed: ${facts.join(", ")}${time}`;
}
