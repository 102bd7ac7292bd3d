import type { Message } from "./message.ts";

/** The body of one publish request. */
export interface PublishBody {
  readonly text: string;
  readonly bytes: number;
}

/** Of one request; a single message can be larger. Pub/Sub's own limit is 10 MB: https://cloud.google.com/pubsub/quotas */
export const MOST_BYTES = 9_000_000;
export const MOST_MESSAGES = 1000;

/** The messages as the bodies of as many requests as they need, in order. */
export function* bodiesOf(messages: readonly Message[]): Generator<PublishBody> {
  let texts: string[] = [];
  let bytes = 0;
  for (const message of messages) {
    const text = JSON.stringify(toRest(message));
    const size = Buffer.byteLength(text);
    if (texts.length === MOST_MESSAGES || (texts.length > 0 && bytes + size > MOST_BYTES)) {
      yield bodyOf(texts, bytes);
      [texts, bytes] = [[], 0];
    }
    texts.push(text);
    bytes += size;
  }
  if (texts.length > 0) yield bodyOf(texts, bytes);
}

function toRest({ data, attributes, orderingKey }: Message) {
  return { data: data.toString("base64"), attributes, ...(orderingKey === undefined ? {} : { orderingKey }) };
}

function bodyOf(texts: readonly string[], bytes: number): PublishBody {
  return { text: `{"messages":[${texts.join(",")}]}`, bytes };
}

/** About as large as their bodies will be, in bytes: data grows by a third in base64, and attributes take some 500. */
export function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { data }) => sum + (data.length * 4) / 3 + 500, 0);
}
