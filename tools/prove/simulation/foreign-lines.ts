import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { DEAD_LETTER_PREFIX, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { finding } from "../finding.ts";
import type { Delivery } from "./delivery.ts";
import type { Simulation } from "./simulation.ts";
import { eventIn, findTrace, holdsWord, type Trace, tracesOf } from "./traces.ts";

/** Searches a delivery's log line for personal data, and records a breach if it finds some. Returns whether it did. */
export function searchLine(
  simulation: Simulation,
  delivery: Delivery,
  where: string,
  values: Readonly<Record<string, unknown>>,
): boolean {
  const traces = privateTraces(simulation, delivery);
  let isFound = false;
  for (const name in values) {
    const value = values[name];
    if (value === undefined || typeof value === "function") continue;
    const found = search(
      LISTS_NAMES.has(name) ? namelessOf(traces) : traces,
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
const nameless = new WeakMap<readonly Trace[], readonly Trace[]>();

function namelessOf(traces: readonly Trace[]): readonly Trace[] {
  const known = nameless.get(traces) ?? traces.filter(({ value }) => !/^[a-z_]+$/.test(value));
  nameless.set(traces, known);
  return known;
}

const MOST_TEXTS = 1000;
const clean = new WeakMap<readonly Trace[], Set<string>>();

/** Most lines about a message have already been logged in another case. */
function search(traces: readonly Trace[], text: string): Trace | undefined {
  const known = clean.get(traces) ?? new Set<string>();
  if (known.has(text)) return undefined;
  const found = findTrace(traces, text);
  if (known.size >= MOST_TEXTS) known.clear();
  if (found === undefined) clean.set(traces, known.add(text));
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

/** The traces of each message, cached for the last handler and simulation. */
const known = new WeakMap<Message, Pick<Delivery, "handler"> & { simulation: Simulation; traces: readonly Trace[] }>();

function privateTraces(simulation: Simulation, { message, handler }: Delivery): readonly Trace[] {
  const before = known.get(message);
  if (before?.simulation === simulation && before.handler === handler) return before.traces;
  const traces = tracesInMessage(simulation, { message, handler });
  known.set(message, { simulation, handler, traces });
  return traces;
}

const MOST_MESSAGES = 1000;
const messages = new WeakMap<Simulation, Map<string, readonly Trace[]>>();

/** Clears the cached traces. */
export function forgetMessages(simulation: Simulation): void {
  messages.delete(simulation);
}

/** Names that a line may always mention, even if the event contains them: a system, an operation, the event's type. */
function tracesInMessage(
  simulation: Simulation,
  { message, handler: { handler } }: Pick<Delivery, "message" | "handler">,
): readonly Trace[] {
  const own = messages.get(simulation) ?? new Map<string, readonly Trace[]>();
  const key = JSON.stringify([handlerName(handler), message.attributes, message.data.toString()]);
  const found = own.get(key);
  if (found !== undefined) return found;
  const event = eventIn(message);
  const named = simulation.systems.flatMap(({ name, operations }) => [name, ...operations]);
  const told = [handlerName(handler), handler.eventType, event?.id ?? "", event?.source ?? "", ...named];
  const traces = event === undefined ? [] : tracesOf(event);
  const secret = traces.filter(({ value }) => !told.some((text) => holdsWord(text, value)));
  if (own.size >= MOST_MESSAGES) own.clear();
  messages.set(simulation, own.set(key, secret));
  return secret;
}
