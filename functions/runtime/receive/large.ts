import type { Message } from "../pubsub/message.ts";
import type { Publish } from "../pubsub/publish.ts";

const LARGE_BYTES = 1024 * 1024;

/** The large message of each instance that is on its way. */
const underWay = new WeakMap<Publish, Promise<unknown>>();

/**
 * Publishes a message, large ones one after another: written as JSON, one takes ten times its size for a moment, and so many
 * at once as may be received would not fit into an instance (8 of 7 MiB took 630 MiB, and take 460 so).
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
    published.catch(() => undefined), // whoever waits behind it has nothing to do with its failure
  );
  await published;
}
