import { isObject, membersOf } from "../objects.ts";
import { onlyOf, structured } from "../reading/structure.ts";

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
