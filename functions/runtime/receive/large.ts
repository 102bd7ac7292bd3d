import type { Message } from "../pubsub/message.ts";
import type { Publish } from "../pubsub/publish.ts";

const LARGE_BYTES = 1024 * 1024;

/** Each instance's large message that is being published. */
const underWay = new WeakMap<Publish, Promise<unknown>>();

/**
 * Publishes a message; large ones one after another. Writing one as JSON briefly takes ten times its size, so that as
 * many as can be received at once would not fit into an instance (8 of 7 MiB took 630 MiB, and take 460 this way).
 */
export async function publishAlone(
  publish: Publish,
  topic: string,
  encode: () => Message,
  size: number,
): Promise<void> {
  if (size < LARGE_BYTES) return publish(topic, [encode()]);
  const before = underWay.get(publish);
  const published = Promise.resolve(before).then(() => publish(topic, [encode()]));
  underWay.set(
    publish,
    published.catch(() => undefined), // its failure does not concern whoever waits behind it
  );
  await published;
}
