import { setTimeout as sleep } from "node:timers/promises";
import { whyPaused } from "../../local/console/handlers/words.ts";
import type { HandlerView } from "../../local/console/contract/handlers.ts";
import type { EventDelivery } from "../../local/console/contract/deliveries.ts";
import { UsageError } from "../../local/core/problems.ts";
import { askRunner, NoAnswerError } from "../runner/ask.ts";
import type { EventPage } from "../../local/console/contract/events.ts";

const LOOK_EVERY_MS = 50;

interface Pubsub {
  readonly subscriptions: readonly { readonly name: string; readonly topic: string }[];
  readonly deadLetters: readonly {
    readonly messageId: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

/** The worst outcome of any handler for any of the events so far. */
export type Fate = "handled" | "dead-lettered" | "retried";

/** Messages already delivered or dead-lettered. */
export async function earlierMessages(url: string): Promise<ReadonlySet<string>> {
  const [delivered, { deadLetters }] = await Promise.all([deliveries(url), pubsub(url)]);
  return new Set([...delivered, ...deadLetters].map(({ messageId }) => messageId));
}

/** Does what follows the sending, and says so if the runner has ended meanwhile. */
export async function whileItRuns<Value>(url: string, follow: () => Promise<Value>): Promise<Value> {
  try {
    return await follow();
  } catch (cause) {
    if (!(cause instanceof NoAnswerError)) throw cause;
    throw new UsageError(
      `What ran at ${url} ended while this command waited. It had answered, but what it had accepted is lost with it: run npm start again, and send again.`,
      { cause },
    );
  }
}

interface Following {
  readonly earlier: ReadonlySet<string>;
  readonly timeoutMs: number;
  /** Default: prints. */
  readonly tell?: ((line: string) => void) | undefined;
}

/**
 * Prints each handler's outcome for these events as it happens, until all are handled or dead-lettered. Ignores
 * `earlier` messages.
 */
export async function followDeliveries(
  url: string,
  events: readonly string[],
  { earlier, timeoutMs, tell = (line) => console.log(line) }: Following,
): Promise<Fate> {
  if (events.length === 0) return "handled";
  const printed = new Set<string>();
  const settled = new Map<string, Fate>();
  const print = (key: string, line: string) => {
    if (!printed.has(key)) tell(line);
    printed.add(key);
  };
  let expected: readonly string[] = [];
  let underWay = new Set<string>();
  for (const until = Date.now() + timeoutMs; Date.now() < until; await sleep(LOOK_EVERY_MS)) {
    const seen = (await deliveries(url)).filter((one) => events.includes(one.eventId) && !earlier.has(one.messageId));
    const isUnderWay = ({ outcome }: EventDelivery) => outcome === "under way";
    const ours = seen.filter((one) => !isUnderWay(one));
    underWay = new Set(seen.filter(isUnderWay).map(({ eventId, subscription }) => laneOf(eventId, subscription)));
    const { subscriptions, deadLetters } = await pubsub(url);
    expected = lanesOf(events, seen, subscriptions);
    for (const delivery of ours.toReversed()) {
      const lane = laneOf(delivery.eventId, delivery.subscription);
      const isAcknowledged = delivery.outcome === "acknowledged";
      const letter = deadLetters.find((one) => isLetterOf(one.attributes, delivery) && !earlier.has(one.messageId));
      const end = letter === undefined ? done(delivery) : deadLettered(delivery, letter.attributes);
      print(`${lane} ${delivery.attempt}`, isAcknowledged ? end : failed(delivery));
      if (isAcknowledged) settled.set(lane, letter === undefined ? "handled" : "dead-lettered");
    }
    if (expected.length > 0 && expected.every((lane) => settled.has(lane))) break;
  }
  const fate = fateOf({ expected, settled });
  if (fate === "retried")
    for (const line of await whyOpen(url, { expected, settled, underWay }, timeoutMs)) console.log(line);
  return fate;
}

/** One lane per handler and event. Empty until the event's type is known from a delivery. */
function lanesOf(
  events: readonly string[],
  ours: readonly EventDelivery[],
  subscriptions: Pubsub["subscriptions"],
): readonly string[] {
  const types = new Map(ours.map(({ eventId, type }) => [eventId, type]));
  if (events.some((id) => !types.has(id))) return [];
  return events.flatMap((id) =>
    subscriptions.filter(({ topic }) => topic === types.get(id)).map(({ name }) => laneOf(id, name)),
  );
}

const laneOf = (eventId: string, handler: string) => JSON.stringify([handler, eventId]);

interface Seen {
  readonly expected: readonly string[];
  readonly settled: ReadonlyMap<string, Fate>;
  /** Lanes with a delivery in progress. */
  readonly underWay: ReadonlySet<string>;
}

const openOf = ({ expected, settled }: Pick<Seen, "expected" | "settled">) =>
  expected.filter((lane) => !settled.has(lane));

function fateOf(seen: Pick<Seen, "expected" | "settled">): Fate {
  if (openOf(seen).length > 0 || seen.expected.length === 0) return "retried";
  return [...seen.settled.values()].includes("dead-lettered") ? "dead-lettered" : "handled";
}

/** Why the remaining events are not handled yet. */
async function whyOpen(url: string, seen: Seen, timeoutMs: number): Promise<string[]> {
  const within = `within ${timeoutMs / 1000} s`;
  const handlers = (await askRunner(url, "/api/handlers")) as HandlerView[]; // by the console's contract
  const pauseOf = (name: string) => handlers.find((handler) => handler.name === name)?.paused ?? null;
  const lines = openOf(seen).map((lane) => {
    const [handler = ""]: string[] = JSON.parse(lane);
    const pause = pauseOf(handler);
    if (pause !== null) return `  ${handler}: not handled ${within}: paused, ${whyPaused(pause)}; npm run status`;
    const what = seen.underWay.has(lane) ? "still being handled" : "and will be tried again";
    return `  ${handler}: not handled ${within}, ${what}`;
  });
  const paused = handlers.flatMap(({ name, paused: pause }) =>
    pause === null ? [] : [`  ${name}: paused, ${whyPaused(pause)}`],
  );
  return seen.expected.length > 0 ? countAlike(lines) : [`  not delivered to any handler ${within}`, ...paused];
}

/** Each line once, with the number of events that it is said of. */
export function countAlike(lines: readonly string[]): string[] {
  return [...Map.groupBy(lines, (line) => line)].map(([line, { length }]) =>
    length === 1 ? line : `${line} (${length} events)`,
  );
}

/** Why these events were dead-lettered since `earlier`, each reason once. */
export async function whyDeadLettered(
  url: string,
  events: readonly string[],
  earlier: ReadonlySet<string>,
): Promise<string> {
  const { deadLetters } = await pubsub(url);
  const own = deadLetters.filter(
    ({ messageId, attributes }) => events.includes(attributes["ce-id"] ?? "") && !earlier.has(messageId),
  );
  return [...new Set(own.map(({ attributes }) => reasonOf(attributes)))].join(", ");
}

async function deliveries(url: string): Promise<EventDelivery[]> {
  return (await askRunner(url, "/api/deliveries")) as EventDelivery[]; // made by local/console/api/deliveries.ts
}

async function pubsub(url: string): Promise<Pubsub> {
  return ((await askRunner(url, "/api/state")) as { pubsub: Pubsub }).pubsub; // made by local/console/api/state.ts
}

function failed({ subscription, attempt, outcome, status, reason, latencyMs }: EventDelivery): string {
  // A batch message that is returned has no answer of its own.
  const how = status === undefined && outcome === "refused" ? "failed" : `${outcome} (${status ?? "no answer"})`;
  return `  ${subscription}: attempt ${attempt} ${how} in ${latencyMs} ms${reason === undefined ? "" : `: ${reason}`}`;
}

function done({ subscription, attempt, latencyMs }: EventDelivery): string {
  return `  ${subscription}: done at attempt ${attempt}, in ${latencyMs} ms`;
}

/** A dead letter is acknowledged too, so only its topic shows that it is one. */
function isLetterOf(attributes: Readonly<Record<string, string>>, { eventId, subscription }: EventDelivery): boolean {
  return attributes["ce-id"] === eventId && attributes["dead-letter-handler"] === subscription;
}

function deadLettered({ subscription, attempt }: EventDelivery, attributes: Readonly<Record<string, string>>): string {
  return `  ${subscription}: dead-lettered at attempt ${attempt} by ${reasonOf(attributes)}; npm run dead-letters -- list`;
}

function reasonOf(attributes: Readonly<Record<string, string>>): string {
  const [code, system, operation] = ["code", "system", "operation"].map((name) => attributes[`dead-letter-${name}`]);
  const where = [system, operation].filter((part) => part !== undefined && part !== "").join(", ");
  return `${code} (${where})`;
}

/** Those of these events, with their types, that no handler receives. There is nothing to wait for. */
export async function unheardOf(
  url: string,
  source: string,
  events: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  const [page, { subscriptions }] = await Promise.all([
    askRunner(url, `/api/events?source=${encodeURIComponent(source)}&limit=5000`),
    pubsub(url),
  ]);
  const { rows } = page as EventPage; // validated by its schema
  const heard = new Set(subscriptions.map(({ topic }) => topic));
  const sent = new Set(events);
  return new Map(
    rows.flatMap(({ eventId, type }) =>
      eventId !== null && sent.has(eventId) && type !== null && !heard.has(type) ? [[eventId, type]] : [],
    ),
  );
}
