import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { PushBody } from "../../../local/pubsub/delivery/push.ts";

/** What one push endpoint received. */
export interface Endpoint {
  readonly url: string;
  readonly bodies: readonly PushBody[];
  /** The most requests that were under way at once. */
  readonly mostUnderWay: number;
  /** Resolves when so many pushes have come; rejects if they have not within 10 s. */
  received(count: number): Promise<readonly PushBody[]>;
  /** Resolves when the pushes that have come are enough; rejects if they are not within 10 s. */
  receivedUntil(isEnough: (bodies: readonly PushBody[]) => boolean): Promise<readonly PushBody[]>;
}

/** The status that answers a push, given its body and how many came before. */
export type Answer = (body: PushBody, before: number) => number | Promise<number>;

export interface Receiver {
  endpoint(answer: Answer): Endpoint;
  close(): Promise<void>;
}

const WAIT_MS = 10_000;

/** An HTTP server with any number of push endpoints. */
export async function startReceiver(): Promise<Receiver> {
  const endpoints = new Map<string, (body: PushBody) => Promise<number>>();
  const server = createServer((request, response) => {
    const answer = async () => {
      const handle = endpoints.get(request.url ?? "");
      // The senders are the two services under test; what they send is what the assertions are about.
      const body = (await json(request)) as PushBody;
      response.writeHead((await handle?.(body)) ?? 404).end();
    };
    answer().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    endpoint(answer) {
      const path = `/push/${endpoints.size}`;
      const endpoint = new RecordingEndpoint(`http://127.0.0.1:${port}${path}`, answer);
      endpoints.set(path, (body) => endpoint.receive(body));
      return endpoint;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

class RecordingEndpoint implements Endpoint {
  readonly url: string;
  readonly bodies: PushBody[] = [];
  mostUnderWay = 0;
  readonly #answer: Answer;
  readonly #waiting = new Set<() => void>();
  #underWay = 0;

  constructor(url: string, answer: Answer) {
    this.url = url;
    this.#answer = answer;
  }

  async receive(body: PushBody): Promise<number> {
    this.bodies.push(body);
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    for (const check of this.#waiting) check();
    try {
      return await this.#answer(body, this.bodies.length - 1);
    } finally {
      this.#underWay -= 1;
    }
  }

  received(count: number): Promise<readonly PushBody[]> {
    return this.receivedUntil(({ length }) => length >= count);
  }

  receivedUntil(isEnough: (bodies: readonly PushBody[]) => boolean): Promise<readonly PushBody[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly PushBody[]>();
    const check = () => {
      if (isEnough(this.bodies)) resolve(this.bodies);
    };
    const timer = setTimeout(
      () => reject(new Error(`${this.bodies.length} pushes came within ${WAIT_MS} ms: not enough.`)),
      WAIT_MS,
    );
    this.#waiting.add(check);
    check();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(check);
    });
  }
}
