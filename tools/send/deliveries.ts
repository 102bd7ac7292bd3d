import { setTimeout as sleep } from "node:timers/promises";
import { askRunner } from "./api.ts";

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 50;

interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly subscription: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly status?: number;
  readonly latencyMs: number;
  readonly messageId: string;
}

/** What local/runner/state.ts makes of Pub/Sub. */
interface Pubsub {
  readonly subscriptions: readonly { readonly name: string; readonly topic: string }[];
  readonly deadLetters: readonly { readonly attributes: Readonly<Record<string, string>> }[];
}

/** What has become of the events by the time one stops looking. */
export type Fate = "handled" | "dead-lettered" | "retried";

/** The messages that have been delivered so far. */
export async function deliveredMessages(url: string): Promise<ReadonlySet<string>> {
  return new Set((await deliveries(url)).map(({ messageId }) => messageId));
}

/**
 * Prints each delivery of these events as it happens, until all their handlers have acknowledged. `earlier` ones are
 * somebody else's.
 */
export async function followDeliveries(
  url: string,
  events: readonly string[],
  earlier: ReadonlySet<string>,
): Promise<Fate> {
  const printed = new Set<string>();
  const { subscriptions } = await pubsubState(url);
  const open = new Set(events);
  for (const until = Date.now() + PATIENCE_MS; open.size > 0 && Date.now() < until; await sleep(LOOK_EVERY_MS)) {
    const ours = (await deliveries(url)).filter(
      ({ eventId, messageId }) => events.includes(eventId) && !earlier.has(messageId),
    );
    for (const delivery of ours.toReversed()) {
      const key = `${delivery.messageId} ${delivery.subscription} ${delivery.attempt}`;
      if (!printed.has(key)) console.log(describe(delivery));
      printed.add(key);
    }
    for (const event of open) {
      const own = ours.filter(({ eventId }) => eventId === event);
      if (isHandled(own, subscriptions)) open.delete(event);
    }
  }
  if (open.size === 0) return (await printDeadLetters(url, events)) ? "dead-lettered" : "handled";
  console.log(`  still being retried after ${PATIENCE_MS / 1000} s; GET ${url}/api/deliveries tells how it goes on`);
  return "retried";
}

/** Whether every handler of the event's type has acknowledged it. */
function isHandled(own: readonly Delivery[], subscriptions: Pubsub["subscriptions"]): boolean {
  const handlers = subscriptions.filter(({ topic }) => topic === own[0]?.type);
  const isDone = (name: string) =>
    own.some(({ subscription, outcome }) => subscription === name && outcome === "acknowledged");
  return own.length > 0 && handlers.every(({ name }) => isDone(name));
}

async function deliveries(url: string): Promise<Delivery[]> {
  return (await askRunner(url, "/api/deliveries")) as Delivery[]; // local/runner/deliveries.ts made it
}

async function pubsubState(url: string): Promise<Pubsub> {
  return ((await askRunner(url, "/api/state")) as { pubsub: Pubsub }).pubsub;
}

function describe({ subscription, attempt, outcome, status, latencyMs }: Delivery): string {
  return `  ${subscription}: attempt ${attempt} ${outcome} (${status ?? "no answer"}) in ${latencyMs} ms`;
}

/** A dead letter is acknowledged too: only its topic tells. */
async function printDeadLetters(url: string, events: readonly string[]): Promise<boolean> {
  const { deadLetters } = await pubsubState(url);
  const ours = deadLetters
    .map(({ attributes }) => attributes)
    .filter((attributes) => events.includes(attributes["ce-id"] ?? ""));
  for (const attributes of ours) {
    const [handler, code, system, operation] = ["handler", "code", "system", "operation"].map(
      (name) => attributes[`dead-letter-${name}`] ?? "",
    );
    console.log(
      `  ${handler}: dead-lettered by ${code} (${[system, operation].filter((part) => part !== "").join(", ")}); npm run dead-letters -- list`,
    );
  }
  return ours.length > 0;
}
