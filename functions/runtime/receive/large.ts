import type { Message } from "../pubsub/message.ts";
import type { Publish } from "../pubsub/publish.ts";

const LARGE_BYTES = 1024 * 1024;

/** The large message that each instance is publishing. */
const underWay = new WeakMap<Publish, Promise<unknown>>();

/**
 * Publishes a message; large ones one after another, since encoding one as JSON briefly takes ten times its size: 8
 * concurrent ones of 7 MiB took 630 MiB of memory, and take 460 this way.
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
    published.catch(() => undefined), // its failure is not its successor's
  );
  await published;
}
