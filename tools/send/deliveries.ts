import { setTimeout as sleep } from "node:timers/promises";
import { askRunner } from "./api.ts";

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 50;

interface Delivery {
  readonly eventId: string;
  readonly subscription: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly status?: number;
  readonly latencyMs: number;
  readonly messageId: string;
}

/** Prints each delivery of these events as it happens, until all are acknowledged. */
export async function followDeliveries(url: string, events: readonly string[]): Promise<void> {
  const printed = new Set<string>();
  const open = new Set(events);
  for (const until = Date.now() + PATIENCE_MS; open.size > 0 && Date.now() < until; await sleep(LOOK_EVERY_MS)) {
    const deliveries = (await askRunner(url, "/api/deliveries")) as Delivery[]; // local/runner/deliveries.ts made it
    for (const delivery of deliveries.toReversed().filter(({ eventId }) => events.includes(eventId))) {
      const key = `${delivery.messageId} ${delivery.subscription} ${delivery.attempt}`;
      if (printed.has(key)) continue;
      printed.add(key);
      console.log(`  ${delivery.subscription}: attempt ${delivery.attempt} ${delivery.outcome} (${delivery.status ?? "no answer"}) in ${delivery.latencyMs} ms`);
      if (delivery.outcome === "acknowledged") open.delete(delivery.eventId);
    }
  }
  if (open.size > 0) console.log(`  still being retried after ${PATIENCE_MS / 1000} s; GET ${url}/api/deliveries tells how it goes on`);
}
