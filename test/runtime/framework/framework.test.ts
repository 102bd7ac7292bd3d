import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { http as register } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { replaceServer } from "../../../functions/runtime/framework/framework.ts";
import { createListener } from "../../../functions/runtime/framework/listener.ts";
import { systemClock } from "../../../functions/runtime/clock.ts";

interface Seen {
  readonly url: string | undefined;
  readonly raw: Buffer;
}

// What framework.ts relies on: the framework opens its server by http.createServer. Should an update end that, it is
// these tests that say so.
describe("the Functions Framework with our listener", () => {
  let server: http.Server;
  let seen: Seen[] = [];
  const { createServer } = http;

  beforeAll(async () => {
    register("echo", () => {
      throw new Error("Express was asked");
    });
    const endpoint = {
      maxBodyBytes: 1000,
      refuse: (_request: http.IncomingMessage, body: Buffer) => (body.length <= 1000 ? undefined : { status: 413 }),
      answer: async ({ url }: http.IncomingMessage, raw: Buffer) => {
        seen.push({ url, raw });
        return { status: 204 };
      },
      failed: () => ({ status: 500 }),
    };
    replaceServer(createListener(endpoint, systemClock), () => undefined);
    server = getTestServer("echo");
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function post(body: Buffer, headers: Record<string, string>, path = "/"): Promise<number> {
    seen = [];
    const { port } = server.address() as AddressInfo; // a string only for pipes
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  it.each(["/webhooks/app", "/robots.txt", "/%ff", "/?a=%ff"])("lets no router have an opinion on %s", async (path) => {
    expect(await post(Buffer.from("{}"), { "content-type": "application/json" }, path)).toBe(204);
    expect(seen.map(({ url }) => url)).toEqual([path]);
  });

  it.each([
    ["JSON", Buffer.from('{"a":1}'), { "content-type": "application/json" }],
    ["broken JSON", Buffer.from('{"a":'), { "content-type": "application/json" }],
    ["JSON in a charset that nobody knows", Buffer.from("{}"), { "content-type": "application/json; charset=klingon" }],
    ["a CloudEvent", Buffer.from("{}"), { "content-type": "application/cloudevents+json" }],
    ["a form", Buffer.from("a=1"), { "content-type": "application/x-www-form-urlencoded" }],
    ["bytes", Buffer.from([0, 255, 254]), { "content-type": "application/octet-stream" }],
    ["gzip", gzipSync("{}"), { "content-type": "application/json", "content-encoding": "gzip" }],
    ["what says that it is gzip", Buffer.from("{}"), { "content-encoding": "gzip" }],
    ["an encoding that nobody knows", Buffer.from("{}"), { "content-encoding": "x-zip" }],
    ["nothing", Buffer.alloc(0), { "content-type": "application/json" }],
    ["many pieces, just the limit", Buffer.alloc(1000, "x"), { "content-type": "application/json" }],
  ])("hands over %s as it came, neither inflated nor parsed", async (_what, raw, headers) => {
    expect(await post(raw, headers)).toBe(204);
    expect(seen).toEqual([{ url: "/", raw }]);
  });

  it("never sees a body that has grown too long", async () => {
    expect(await post(Buffer.alloc(1001, "x"), { "content-type": "application/json" })).toBe(413);
    expect(seen).toEqual([]);
  });

  it("has deadlines for headers and for the whole request", () => {
    expect([server.headersTimeout, server.requestTimeout]).toEqual([5000, 10_000]);
    expect(server.keepAliveTimeout).toBeGreaterThan(600_000); // as long as Google keeps an idle connection
  });

  it("is the only server that is replaced", () => {
    expect(http.createServer).toBe(createServer);
  });
});

describe("the Functions Framework by itself", () => {
  it("answers broken JSON before any function is asked: why its own listener is replaced", async () => {
    register("bare", (_request, response) => void response.sendStatus(204));
    const server = getTestServer("bare").listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(response.status).toBe(400);
    server.closeAllConnections();
    server.close();
  });
});
