import http from "node:http";

export interface PostRequest {
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Target {
  readonly port: number;
  /** Keeps connections alive. Without an agent, each request opens its own. */
  readonly agent?: http.Agent;
}

interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a POST to this machine. Resolves with the complete answer; rejects if the connection breaks. */
export function post({ port, agent }: Target, { path = "/", headers, body }: PostRequest): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: "127.0.0.1",
      port,
      ...(agent !== undefined && { agent }),
      method: "POST",
      path,
      headers: { ...headers, "content-length": body.length },
    });
    request.once("error", reject);
    request.once("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", reject);
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    request.end(body);
  });
}

/** Calls `send` for each number from 0 to `count` - 1, `width` at a time. */
export async function inParallel(count: number, width: number, send: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await send(index);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
