import { createServer } from "node:http";

/** Serves JSON on this machine until it is closed; its address. */
export async function serveJson(closing: (() => unknown)[], answer: (path: string) => unknown): Promise<string> {
  const server = createServer(({ url = "" }, response) => void response.end(JSON.stringify(answer(url))));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve)));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}
