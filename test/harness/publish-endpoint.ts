import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface PublishRequest {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: {
    readonly messages: readonly {
      readonly data: string;
      readonly attributes: Record<string, string>;
      readonly orderingKey?: string;
    }[];
  };
  /** Which connection it came over, from 1. */
  readonly connection: number;
}

export type AnswerPublish = (response: http.ServerResponse, request: PublishRequest, count: number) => void;

/** Takes what is published over Pub/Sub's REST API on 127.0.0.1, and answers as it is told. */
export interface PublishEndpoint extends AsyncDisposable {
  /** HOST:PORT, for PUBSUB_EMULATOR_HOST. */
  readonly host: string;
  readonly requests: PublishRequest[];
  /** Resolves when so many requests have come. */
  received(count: number): Promise<void>;
}

export const published: AnswerPublish = (response, { body }) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ messageIds: body.messages.map((_, index) => String(index + 1)) }));
};

export async function servePublish(answer: AnswerPublish = published): Promise<PublishEndpoint> {
  const requests: PublishRequest[] = [];
  const connections = new Map<unknown, number>();
  const take = async (incoming: http.IncomingMessage, response: http.ServerResponse) => {
    const body: PublishRequest["body"] = JSON.parse(await text(incoming));
    const request = {
      path: incoming.url ?? "",
      headers: incoming.headers,
      body,
      connection: connections.get(incoming.socket) ?? 0,
    };
    requests.push(request);
    server.emit("received");
    answer(response, request, requests.length);
  };
  const server = http.createServer((incoming, response) => void take(incoming, response));
  server.on("connection", (socket) => connections.set(socket, connections.size + 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`, // a string only for pipes
    requests,
    async received(count) {
      while (requests.length < count) await once(server, "received");
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function text(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set
  return Buffer.concat(chunks).toString();
}
