import type { Message } from "./message.ts";

/** Messages as they stand in one publish request. */
export interface PublishBody {
  /** JSON, with commas between. */
  readonly messages: string;
  readonly count: number;
  readonly bytes: number;
}

/** Per request; a single message can be larger. Pub/Sub's own limit is 10 MB: https://cloud.google.com/pubsub/quotas */
export const MOST_BYTES = 9_000_000;
export const MOST_MESSAGES = 1000;

/** The messages as bodies of as many requests as they need, in order. */
export function* bodiesOf(messages: readonly Message[]): Generator<PublishBody> {
  let texts: string[] = [];
  let bytes = 0;
  for (const message of messages) {
    const text = JSON.stringify(toRest(message));
    const size = Buffer.byteLength(text);
    if (texts.length === MOST_MESSAGES || (texts.length > 0 && bytes + size > MOST_BYTES)) {
      yield { messages: texts.join(","), count: texts.length, bytes };
      [texts, bytes] = [[], 0];
    }
    texts.push(text);
    bytes += size;
  }
  if (texts.length > 0) yield { messages: texts.join(","), count: texts.length, bytes };
}

function toRest({ data, attributes, orderingKey }: Message) {
  return { data: data.toString("base64"), attributes, orderingKey };
}

export function joined(bodies: readonly PublishBody[]): PublishBody {
  return {
    messages: bodies.map(({ messages }) => messages).join(","),
    count: bodies.reduce((sum, { count }) => sum + count, 0),
    bytes: bodies.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The approximate size of their bodies in bytes: base64 adds a third to the data, and attributes take some 500. */
export function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { data }) => sum + (data.length * 4) / 3 + 500, 0);
}
