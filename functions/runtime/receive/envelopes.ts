import { isObject, membersOf } from "../objects.ts";
import { onlyOf, structured } from "../reading/structure.ts";
import type { SourceUnit, Webhook } from "./unit.ts";

/**
 * The answer by which Azure Event Grid knows that its own kind of event is expected; undefined for anything else.
 * https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema
 */
export function validationOf(payload: unknown): { readonly validationResponse: string } | undefined {
  const { eventType: type, data } = membersOf(onlyOf(payload));
  const code = membersOf(data)["validationCode"];
  const isAsked = type === "Microsoft.EventGrid.SubscriptionValidationEvent" && typeof code === "string";
  return isAsked ? { validationResponse: code } : undefined;
}

/** What a CloudEvent in binary mode is called by, kept in quarantine too. */
export const CLOUD_EVENT_HEADERS = ["ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time"];

/**
 * A CloudEvent in binary mode as one in structured mode; anything else as it is. Nobody signs its headers, so they count
 * only where the sender signs nothing, but sends the secret itself; and where the body alone is no webhook of this source,
 * which does not read them itself.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
 */
export function structuredMode({ source, validateEnvelope }: SourceUnit, data: unknown, headers: Webhook["headers"]) {
  const [specversion, id, from, type, time] = CLOUD_EVENT_HEADERS.map((name) => headers[name]);
  if (specversion === undefined || type === undefined || source.headers?.includes("ce-type") === true) return data;
  const { hasKeyPair, mac } = source.signature;
  if (hasKeyPair || mac !== undefined) return data;
  return validateEnvelope(data) ? data : { specversion, id, source: from, type, time, data };
}

/**
 * The webhook in a notification of Amazon SNS, which holds it as text; undefined for anything else.
 * https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
 */
export function notifiedIn(payload: unknown): unknown {
  const { Type: type, TopicArn: topic, Message: text } = membersOf(onlyOf(payload));
  if (type !== "Notification" || typeof topic !== "string") return undefined;
  const webhook = structured(text, { types: ["object"] });
  return isObject(webhook) ? webhook : undefined;
}

/**
 * A CloudEvent under the names that Standard Webhooks recommends; anything else as it is. Bytes as `data` may come in
 * base64. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function renamedIn(payload: unknown): unknown {
  const event = onlyOf(payload);
  if (!isObject(event) || typeof event["specversion"] !== "string") return payload;
  const { time, data_base64: bytes, ...members } = event;
  const data = typeof bytes === "string" ? { data: Buffer.from(bytes, "base64").toString() } : {};
  return { ...(time !== undefined && { time, timestamp: time }), ...members, ...data };
}
