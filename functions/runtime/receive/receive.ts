import type { Source } from "../define/source.ts";
import { PermanentError, RefusedPayloadError, UnavailableError } from "../define/errors.ts";
import { REJECTED_TOPIC } from "../pubsub/names.ts";
import type { SignedRequest } from "../signatures/scheme.ts";
import { type Answer, accept, answerHandshake } from "./answer.ts";
import { readBody } from "./body.ts";
import { validationOf } from "./envelopes.ts";
import { keptHeaders, mapping } from "./events.ts";
import { type Item, listIn, readItems } from "./items.ts";
import { publishAlone } from "./large.ts";
import { type PublishContext, publishItems } from "./publish-items.ts";
import { encodeRejected } from "./quarantine.ts";
import { isOpen, OF_EVENT, type Radar } from "./radar.ts";
import { refuseByHeaders, verified } from "./refusal.ts";
import type { SourceUnit, Webhook } from "./unit.ts";
import { answerUrlCheck } from "./url-check.ts";

/** What receiving needs besides the request; one per instance, except for log and trace. */
export interface ReceiveContext extends PublishContext {
  readonly keys: readonly Buffer[];
  /** Called with each payload that was read. */
  readonly radar?: Radar;
}

/** Verifies a webhook, maps it to events, publishes these and answers; or quarantines or refuses it. */
export async function receiveWebhook(
  unit: SourceUnit,
  request: SignedRequest,
  context: ReceiveContext,
): Promise<Answer> {
  const checked = answerUrlCheck(unit.source, request);
  if (checked !== undefined) return handshaken(checked, context);
  const signed = refuseByHeaders(unit.source, request) ?? verified(unit.source, request, context);
  if ("answer" in signed) {
    const { answer, reason } = signed;
    context.log.warning("webhook refused", { outcome: "refused", status: answer.status, reason });
    return answer;
  }
  try {
    const signedAt = unit.source.signature.signedAt(signed) ?? context.now();
    return await acceptWebhook(unit, { ...signed, signedAt }, context);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    context.log.error("webhook not published: the sender has to send it again", {
      outcome: "unpublished",
      reason: error.reason.code,
      status: 503,
    });
    return {
      status: 503,
      headers: { "retry-after": "10" },
      body: { outcome: "unpublished", reason: "send it again later" },
    };
  }
}

async function acceptWebhook(
  unit: SourceUnit,
  request: SignedRequest & Webhook,
  context: ReceiveContext,
): Promise<Answer> {
  try {
    const payload = readBody(unit, request);
    const handshake = handshakeOf(unit, payload, request, context);
    if (handshake !== undefined) return handshake;
    const items = readItems(unit, payload, { ...request, onLeftOut: tellOnce(context) });
    const answer = await publishItems(unit, items, request, context);
    if (context.radar !== undefined) noteShapes(unit, payload, items, { ...context, radar: context.radar });
    return answer;
  } catch (error) {
    if (error instanceof RefusedPayloadError) return quarantine(unit.source, request, error, context);
    if (error instanceof PermanentError)
      return quarantine(unit.source, request, new RefusedPayloadError(error.message, error.reason), context);
    throw error;
  }
}

/** Of a list's items each place is told once. Info, since what one person has typed is nothing to alert anybody of. */
function tellOnce({ log }: Pick<ReceiveContext, "log">): NonNullable<Webhook["onLeftOut"]> {
  const told = new Set<string>();
  return ({ message, reason: { field = "/" } }) => {
    if (told.has(field)) return;
    told.add(field);
    log.info("value left out", { field, reason: message });
  };
}

/**
 * Notes unknown members of what a mapping reads and of what it passes on. Ignored kinds have no schema, and refusals
 * have their own reason. A source whose sender uses our names leaves its data open, for the event's schema to describe.
 */
function noteShapes(
  { source, validateKind, validateEnvelope, validateEvent }: SourceUnit,
  payload: unknown,
  items: readonly Item[],
  { radar, log }: Pick<Required<ReceiveContext>, "radar" | "log">,
): void {
  const payloads = listIn(payload, source);
  for (const [index, item] of items.entries()) {
    const shape = "kind" in item && Object.hasOwn(validateKind, item.kind) ? validateKind[item.kind]?.shape : undefined;
    if (!("kind" in item) || shape === undefined) continue;
    radar.note(item.kind, [shape, validateEnvelope.shape ?? {}], payloads[index], log);
    for (const { type, data } of isOpen(shape) ? item.events : [])
      radar.note(OF_EVENT + type, [validateEvent[type]?.shape ?? {}], data, log);
  }
}

/** The answer to a sender that only checks whether we are there, if this is such a request. */
function handshakeOf(
  { source, validateEnvelope }: SourceUnit,
  payload: unknown,
  request: SignedRequest,
  { keys, now, log }: ReceiveContext,
): Answer | undefined {
  const validation = validationOf(payload);
  if (validation !== undefined) return handshaken(answerHandshake(validation), { log });
  if (source.handshake === undefined || !validateEnvelope(payload)) return undefined;
  const { handshake, signature } = source;
  const key = keys.find((one) => signature.verify(request, [one], now()) === "genuine") ?? Buffer.alloc(0);
  const mac = (text: string, encoding?: "hex" | "base64") => signature.mac?.(text, key, encoding) ?? "";
  const answer = mapping(source.name, () => handshake(payload, { mac, headers: keptHeaders(source, request) }));
  if (answer === undefined) return undefined;
  return handshaken(answerHandshake(answer), { log });
}

function handshaken(answer: Answer, { log }: Pick<ReceiveContext, "log">): Answer {
  log.info("handshake answered", { outcome: "ignored", reason: "HANDSHAKE", status: answer.status });
  return answer;
}

/** Accepted all the same: a sender that gets a 4xx retries for days, and customer.io holds back everything else. */
async function quarantine(
  source: Source,
  request: Webhook,
  error: RefusedPayloadError,
  context: ReceiveContext,
): Promise<Answer> {
  const letter = () => encodeRejected(source, request, { error }, context);
  await publishAlone(context.publish, REJECTED_TOPIC, letter, request.body.length);
  const answer = accept(source, { outcome: "quarantined", reason: error.message });
  context.log.error("webhook quarantined", { outcome: "quarantined", reason: error.message, status: answer.status });
  return answer;
}
