import type { Fields } from "./fields.ts";
import { readObject, readText, readTextMap } from "./fields.ts";
import { invalid } from "./status.ts";

/** A message to publish. */
export interface NewMessage {
  /** Base64. */
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey: string;
}

/** A published message, immutable and shared by all subscriptions. */
export interface Message extends NewMessage {
  readonly id: string;
  /** Unix milliseconds. */
  readonly publishTime: number;
  /** Bytes of data and attributes, as limits count them. */
  readonly size: number;
}

/** A message in Google's JSON, as in REST answers and, with two names duplicated, in pushes. */
export interface MessageJson {
  readonly data?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly publishTime: string;
  readonly orderingKey?: string;
}

// https://cloud.google.com/pubsub/quotas#resource_limits
const MAX_MESSAGES = 1000;
const MAX_BYTES = 10_000_000;
const MAX_ATTRIBUTES = 100;
const MAX_ATTRIBUTE_NAME_BYTES = 256;
const MAX_ATTRIBUTE_VALUE_BYTES = 1024;
const MAX_ORDERING_KEY_BYTES = 1024;

const bytes = (text: string) => Buffer.byteLength(text);

/** Reads a message of a publish request of either API: data is base64 in JSON, bytes in gRPC. */
export function readMessage(value: unknown): NewMessage {
  const fields = readObject(value, "message", ["data", "attributes", "orderingKey", "messageId", "publishTime"]);
  return {
    data: readData(fields),
    attributes: readTextMap(fields, "attributes"),
    orderingKey: readText(fields, "orderingKey"),
  };
}

function readData(fields: Fields): string {
  const { data } = fields;
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
  const text = readText(fields, "data");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text))
    throw invalid("Invalid value at 'messages.data' (TYPE_BYTES), Base64 decoding failed.");
  return /[-_]/.test(text) || text.length % 4 !== 0 ? Buffer.from(text, "base64").toString("base64") : text;
}

export function messageSize({ data, attributes }: NewMessage): number {
  const pairs = Object.entries(attributes);
  return Buffer.byteLength(data, "base64") + pairs.reduce((sum, [name, value]) => sum + bytes(name) + bytes(value), 0);
}

/** Refuses what the real service refuses in a PublishRequest. */
export function checkPublish(messages: readonly NewMessage[]): void {
  checkRange("message_count", messages.length, 1, MAX_MESSAGES);
  messages.forEach(checkMessage);
  checkRange(
    "request_size",
    messages.reduce((sum, message) => sum + messageSize(message), 0),
    0,
    MAX_BYTES,
  );
  if (new Set(messages.map(({ orderingKey }) => orderingKey)).size > 1) {
    throw invalid(
      "In a single publish request, all messages must have no ordering key or they must all have the same ordering key.",
    );
  }
}

function checkMessage(message: NewMessage): void {
  const attributes = Object.entries(message.attributes);
  if (message.data === "" && attributes.length === 0) {
    throw invalid(
      "One or more messages in the publish request is empty. Each message must contain either non-empty data, or at least one attribute.",
    );
  }
  checkRange("message_size", messageSize(message), 0, MAX_BYTES);
  checkRange("ordering_key_size", bytes(message.orderingKey), 0, MAX_ORDERING_KEY_BYTES);
  checkRange("attribute_count", attributes.length, 0, MAX_ATTRIBUTES);
  attributes.forEach(([name, value]) => checkAttribute(name, value));
}

function checkAttribute(name: string, value: string): void {
  checkRange("attribute_key_size", bytes(name), 1, MAX_ATTRIBUTE_NAME_BYTES);
  checkRange("attribute_value_size", bytes(value), 0, MAX_ATTRIBUTE_VALUE_BYTES);
  // The client libraries' tracing attributes (googclient_traceparent) are allowed.
  if (name.startsWith("goog") && !name.startsWith("googclient_")) {
    throw invalid(`The attribute key '${name}' must not begin with 'goog'.`);
  }
}

/** @throws INVALID_ARGUMENT with the real service's message, unless minimum ≤ value ≤ maximum. */
export function checkRange(what: string, value: number, minimum: number, maximum: number): void {
  const [size, limit, bound] = value < minimum ? ["small", "minimum", minimum] : ["large", "maximum", maximum];
  if (value >= minimum && value <= maximum) return;
  throw invalid(
    `The value for ${what} is too ${size}. You passed ${value} in the request, but the ${limit} value is ${bound}.`,
  );
}

/** The message in Google's JSON, which omits empty fields. */
export function messageJson({ id, data, attributes, orderingKey, publishTime }: Message): MessageJson {
  return {
    ...(data === "" ? {} : { data }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    messageId: id,
    publishTime: new Date(publishTime).toISOString(),
    ...(orderingKey === "" ? {} : { orderingKey }),
  };
}
