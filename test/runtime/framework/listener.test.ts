import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createListener, type Endpoint } from "../../../functions/runtime/framework/listener.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { connectTo, requestText } from "../../harness/raw-http.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function listen(options: Partial<Endpoint>) {
  const clock = new VirtualClock();
  const endpoint = {
    maxBodyBytes: 10,
    refuse: () => undefined,
    answer: async () => ({ status: 201, body: { outcome: "published" } }),
    failed: (_request: unknown, error: unknown) => ({ status: 500, body: { error: String(error) } }),
    ...options,
  };
  const server = createServer(createListener(endpoint, clock)).listen(0, "127.0.0.1");
  closing.push(() => (server.closeAllConnections(), server.close()));
  await once(server, "listening");
  return { clock, port: (server.address() as AddressInfo).port }; // a string only for pipes
}

const boom = () => {
  throw new Error("boom");
};

describe("createListener", () => {
  it("sends an answer as JSON, with its length", async () => {
    const { port } = await listen({});
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}" });
    expect([response.status, await response.json()]).toEqual([201, { outcome: "published" }]);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("content-length")).toBe("24");
    expect(response.headers.get("transfer-encoding")).toBeNull();
  });

  it.each([
    ["answer rejects", { answer: async () => boom() }],
    ["refuse throws", { refuse: boom }],
  ])("answers 500 when %s", async (_what, options) => {
    const { port } = await listen(options);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}" });
    expect([response.status, await response.json()]).toEqual([500, { error: "Error: boom" }]);
  });

  it("lets a refused sender go on for two seconds, reads the answer meanwhile, and hangs up then", async () => {
    const { port, clock } = await listen({ refuse: () => ({ status: 415 }) });
    using connection = await connectTo(port);
    connection.socket.write(requestText("POST", { "content-length": 1000 }, "drip"));
    expect(await connection.read(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 415 /);
    await clock.advance(1999);
    connection.socket.write("drip");
    expect(await Promise.race([connection.closed.then(() => "closed"), settled()])).toBe("open");
    await clock.advance(1);
    await connection.closed;
  });

  it("keeps the connection of a refused sender who has sent all, and forgets the deadline", async () => {
    const { port, clock } = await listen({ refuse: () => ({ status: 415 }) });
    using connection = await connectTo(port);
    connection.socket.write(requestText("POST", { "content-length": 2 }, "{}"));
    await connection.read(/415/);
    expect(await clock.step()).toBe(false);
    connection.socket.write(requestText("POST", { "content-length": 2 }, "{}"));
    expect(await connection.read(/415[^]*415/)).toMatch(/415[^]*415/);
  });
});

const settled = () => new Promise<string>((resolve) => setTimeout(() => resolve("open"), 30));
