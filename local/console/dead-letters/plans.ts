import { parseJson } from "../../../functions/runtime/reading/json.ts";
import {
  DEAD_LETTER_PREFIX,
  decodeEvent,
  encodeEvent,
  type Message,
  REPLAY_HANDLER,
  subjectOf,
} from "../../../functions/runtime/pubsub/message.ts";
import { traceOf } from "../../../functions/runtime/trace.ts";
import { refusalOf } from "../../../functions/runtime/validate.ts";
import { type Letter, PUBSUB_PREFIX } from "./letters.ts";
import type { Declarations } from "./place.ts";
import type { Checkout } from "../checkout.ts";
import { mapRejected } from "./quarantined.ts";

export interface Publication {
  /** Without prefix. */
  readonly topic: string;
  readonly message: Message;
}

/** What a replay would do with a dead letter. */
export type Plan = { readonly letter: Letter } & (
  | { readonly action: "publish"; readonly publications: readonly Publication[]; readonly note?: string }
  | { readonly action: "ignored" | "refused" | "duplicate"; readonly why: string }
);

/** Plans letters, which must be sorted oldest first. Changes nothing. */
export async function planReplays(
  letters: readonly Letter[],
  manifest: Declarations,
  checkout: Checkout,
): Promise<Plan[]> {
  const seen = new Set<string>();
  const plans: Plan[] = [];
  for (const letter of letters) {
    const plan =
      letter.kind === "rejected"
        ? await planRejected(letter, manifest, checkout)
        : await planDeadLetter(letter, manifest, checkout);
    const identities =
      plan.action === "publish" ? plan.publications.map(identityOf).filter((identity) => identity !== undefined) : [];
    const isDuplicate = identities.some((identity) => seen.has(identity));
    identities.forEach((identity) => seen.add(identity));
    plans.push(
      isDuplicate
        ? { letter, action: "duplicate", why: "the same event for the same handler is in this replay already" }
        : plan,
    );
  }
  return plans;
}

/** An event for a handler, which must be replayed once per run. Undefined for messages that are not events. */
function identityOf({ message: { attributes } }: Publication): string | undefined {
  if (!attributes["ce-id"]) return undefined;
  return JSON.stringify([attributes["ce-source"], attributes["ce-id"], attributes[REPLAY_HANDLER]]);
}

/** Back to the handler's topic: the same message, for this handler only. */
async function planDeadLetter(
  letter: Letter,
  { functions, subscriptions }: Declarations,
  checkout: Checkout,
): Promise<Plan> {
  const {
    handler = "",
    held: { message },
  } = letter;
  const topic = Object.hasOwn(functions, handler) ? subscriptions[handler]?.topic : undefined;
  if (topic === undefined) {
    // Publishing it anyway would lose it: every other handler acknowledges what is not addressed to it.
    const why =
      handler === ""
        ? "the message names no handler"
        : `there is no handler ${handler} in this checkout, and no other may take its message: replay from a checkout that has it, or discard`;
    return { letter, action: "refused", why };
  }
  const kept = Object.entries(message.attributes).filter(
    ([name]) => !name.startsWith(PUBSUB_PREFIX) && !name.startsWith(DEAD_LETTER_PREFIX),
  );
  const attributes = { ...Object.fromEntries(kept), [REPLAY_HANDLER]: handler };
  // It may have been sent without a key before its handler became ordered.
  const orderingKey = subjectOf(message);
  const replayed = { ...message, attributes, ...(orderingKey !== undefined && { orderingKey }) };
  const fault = await faultOf(replayed, topic, checkout);
  return {
    letter,
    action: "publish",
    publications: [{ topic, message: replayed }],
    ...(fault !== undefined && { note: `by this checkout, ${handler} refuses it again: ${fault}` }),
  };
}

/** Why a handler of this event type can't accept the message. */
async function faultOf(message: Message, type: string, checkout: Checkout): Promise<string | undefined> {
  const event = decodeEvent(message);
  if ("missing" in event) return `the attribute ${event.missing} is missing`;
  if (event.type !== type) return `it is a ${event.type}, not a ${type}`;
  const validate = await checkout.validateEvent(type);
  try {
    return validate === undefined ? undefined : refusalOf(validate, parseJson(message.data), "/data")?.message;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** To its events' topics and all handlers: none has seen them yet. */
async function planRejected(letter: Letter, { topics }: Declarations, checkout: Checkout): Promise<Plan> {
  const { message } = letter.held;
  const mapped = await mapRejected(message, checkout);
  if ("refused" in mapped) return { letter, action: "refused", why: mapped.refused };
  if ("ignored" in mapped) return { letter, action: "ignored", why: mapped.ignored };
  const homeless = mapped.events.find(({ type }) => topics[type]?.kind !== "event");
  if (homeless !== undefined)
    return {
      letter,
      action: "refused",
      why: `no handler takes ${homeless.type}: it has no topic in dist/manifest.json (npm run build)`,
    };
  const { traceparent } = traceOf(message.attributes["traceparent"]);
  return {
    letter,
    action: "publish",
    publications: mapped.events.map((event) => ({ topic: event.type, message: encodeEvent(event, traceparent) })),
  };
}
