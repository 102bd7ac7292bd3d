import type { Clock } from "../clock.ts";
import { PermanentError } from "../define/errors.ts";
import { joined, MOST_MESSAGES, type PublishBody } from "./bodies.ts";

/** Posts a body to a topic's path until the deadline, in milliseconds since the epoch; resolves when Pub/Sub has stored it. */
export type PostBody = (path: string, body: PublishBody, deadline: number) => Promise<void>;

/**
 * How long a body waits for others while a request to its topic is in flight: no longer than the official client makes
 * each wait.
 */
const MOST_WAIT_MS = 10;
/** So that small bodies don't wait for another's megabytes; a larger one goes alone. */
const MOST_SHARED_BYTES = 1_000_000;

interface Waiting {
  readonly body: PublishBody;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets bodies share a request if they come for the same topic in one turn of the event loop, or while a request to it
 * is in flight. Only for messages without an ordering key, since Pub/Sub takes no two keys in one request. Each caller
 * is told its own outcome: a failed request fails all its bodies; after a refusal as a bad message each body is tried
 * separately, so that a poison message holds up no other.
 */
export function createSharing(post: PostBody, clock: Clock): PostBody {
  const topics = new Map<string, Share>();
  return function share(path, body, deadline) {
    if (body.bytes > MOST_SHARED_BYTES) return post(path, body, deadline);
    const topic = topics.get(path) ?? shareOf(path, post, clock);
    topics.set(path, topic);
    return new Promise((resolve, reject) => topic({ body, deadline, resolve, reject }));
  };
}

type Share = (one: Waiting) => void;

function shareOf(path: string, post: PostBody, clock: Clock): Share {
  let waiting: Waiting[] = [];
  let [messages, bytes] = [0, 0]; // of the waiting bodies
  let requestsOut = 0;
  let isDue = false;
  let cancelWait: (() => void) | undefined;

  function send(): void {
    cancelWait?.();
    cancelWait = undefined;
    const together = waiting;
    if (together.length === 0) return;
    waiting = [];
    [messages, bytes] = [0, 0];
    requestsOut += 1;
    void postTogether(post, path, together).finally(() => {
      requestsOut -= 1;
      if (requestsOut === 0) sendSoon();
    });
  }

  /** At the end of this turn of the event loop, so that whatever else comes in it goes along. */
  function sendSoon(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      send();
    });
  }

  return function share(one) {
    const { body } = one;
    if (messages + body.count > MOST_MESSAGES || bytes + body.bytes > MOST_SHARED_BYTES) send();
    waiting.push(one);
    messages += body.count;
    bytes += body.bytes;
    if (requestsOut === 0) sendSoon();
    else cancelWait ??= clock.after(MOST_WAIT_MS, send);
  };
}

/** Always resolves, when each caller has been told. */
async function postTogether(post: PostBody, path: string, together: readonly Waiting[]): Promise<void> {
  const deadline = Math.min(...together.map((one) => one.deadline));
  try {
    await post(path, joined(together.map(({ body }) => body)), deadline);
    for (const { resolve } of together) resolve();
  } catch (error) {
    if (!(error instanceof PermanentError) || together.length === 1) {
      for (const { reject } of together) reject(error);
      return;
    }
    await Promise.all(together.map((one) => post(path, one.body, one.deadline).then(one.resolve, one.reject)));
  }
}
