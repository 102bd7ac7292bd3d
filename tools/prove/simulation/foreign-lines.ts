import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { DEAD_LETTER_PREFIX, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { finding } from "../finding.ts";
import type { Delivery } from "./delivery.ts";
import type { Simulation } from "./simulation.ts";
import { eventIn, findTrace, holdsWord, type Trace, tracesOf } from "./traces.ts";

/**
 * Searches the parts of a delivery's log line for personal data, and records a breach if it finds some. Returns whether
 * it did.
 */
export function searchLine(
  simulation: Simulation,
  delivery: Delivery,
  where: string,
  ...parts: readonly object[]
): boolean {
  const secrets = secretsOf(simulation, delivery);
  let isFound = false;
  for (const values of parts as readonly Readonly<Record<string, unknown>>[])
    for (const name in values) {
      const value = values[name];
      if (value === undefined || typeof value === "function") continue;
      const found = search(
        LISTS_NAMES.has(name) ? secrets.nameless : secrets.all,
        typeof value === "string" ? value : JSON.stringify(value),
      );
      if (found === undefined) continue;
      isFound = true;
      const place = name === "" ? where : `${where}, field ${name}`;
      simulation.breaches.push(finding("isolation", `writes ${found.field} of the event into ${place}`));
    }
  return isFound;
}

/** Log fields that contain field names. `urgent` may be one, even if the event also has that value. */
const LISTS_NAMES = new Set(["field", "fields"]);

/** Traces to search for, and texts in which none was found: most lines about a message occur in many cases. */
interface Wanted {
  readonly traces: readonly Trace[];
  readonly clean: Set<string>;
}

/** What a message's lines must not contain; without values that are also names, for LISTS_NAMES. */
interface Secrets {
  readonly all: Wanted;
  readonly nameless: Wanted;
}

const MOST_TEXTS = 1000;

function search({ traces, clean }: Wanted, text: string): Trace | undefined {
  if (clean.has(text)) return undefined;
  const found = findTrace(traces, text);
  if (clean.size >= MOST_TEXTS) clean.clear();
  if (found === undefined) clean.add(text);
  return found;
}

/** The reason of a dead letter is visible to everyone who can see the topic. The event itself is in it anyway. */
export function searchDeadLetter(
  simulation: Simulation,
  delivery: Delivery,
  attributes: Readonly<Record<string, string>>,
): void {
  const added = Object.entries(attributes).filter(([name]) => name.startsWith(DEAD_LETTER_PREFIX));
  searchLine(simulation, delivery, "a dead letter", Object.fromEntries(added));
}

/** The secrets of each message, cached for the last handler and simulation. */
const known = new WeakMap<Message, Pick<Delivery, "handler"> & { simulation: Simulation; secrets: Secrets }>();

function secretsOf(simulation: Simulation, { message, handler }: Delivery): Secrets {
  const before = known.get(message);
  if (before?.simulation === simulation && before.handler === handler) return before.secrets;
  const secrets = secretsInMessage(simulation, { message, handler });
  known.set(message, { simulation, handler, secrets });
  return secrets;
}

const MOST_MESSAGES = 1000;
const messages = new WeakMap<Simulation, Map<string, Secrets>>();

/** Clears the cached secrets. */
export function forgetMessages(simulation: Simulation): void {
  messages.delete(simulation);
}

/** Names that a line may always mention, even if the event contains them: a system, an operation, the event's type. */
function secretsInMessage(
  simulation: Simulation,
  { message, handler: { handler } }: Pick<Delivery, "message" | "handler">,
): Secrets {
  const own = messages.get(simulation) ?? new Map<string, Secrets>();
  const key = JSON.stringify([handlerName(handler), message.attributes, message.data.toString()]);
  const found = own.get(key);
  if (found !== undefined) return found;
  const event = eventIn(message);
  const named = simulation.systems.flatMap(({ name, operations }) => [name, ...operations]);
  // One text, since the systems have hundreds of operations.
  const told = [handlerName(handler), handler.eventType, event?.id ?? "", event?.source ?? "", ...named].join("\n");
  const traces = event === undefined ? [] : tracesOf(event);
  const all = traces.filter(({ value }) => !holdsWord(told, value));
  const nameless = all.filter(({ value }) => !/^[a-z_]+$/.test(value));
  const secrets = {
    all: { traces: all, clean: new Set<string>() },
    nameless: { traces: nameless, clean: new Set<string>() },
  };
  if (own.size >= MOST_MESSAGES) own.clear();
  messages.set(simulation, own.set(key, secrets));
  return secrets;
}
