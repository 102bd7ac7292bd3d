import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { http as register } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { interceptServer, rawBody } from "../../../functions/runtime/framework/raw-body.ts";

interface Seen {
  readonly raw: Buffer;
  readonly body: unknown;
}

// What raw-body.ts relies on: the framework's parsers leave a request alone whose body has been read. Should an update of
// the framework or of body-parser end that, it is these tests that say so.
describe("the Functions Framework behind interceptServer", () => {
  let server: http.Server;
  let seen: Seen[] = [];
  const { createServer } = http;

  beforeAll(async () => {
    register("echo", (request, response) => {
      seen.push({ raw: rawBody(request), body: request.body });
      response.sendStatus(204);
    });
    interceptServer({ maxBodyBytes: 1000, refuse: refuseLong }, () => undefined);
    server = getTestServer("echo");
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function refuseLong(_request: http.IncomingMessage, response: http.ServerResponse, body: Buffer): boolean {
    if (body.length <= 1000) return false;
    response.writeHead(413).end();
    return true;
  }

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
    expect(seen).toHaveLength(1);
  });

  it.each([
    ["JSON", Buffer.from('{"a":1}'), { "content-type": "application/json" }],
    ["broken JSON", Buffer.from('{"a":'), { "content-type": "application/json" }],
    ["a JSON scalar", Buffer.from("1"), { "content-type": "application/json" }],
    ["JSON in a charset that nobody knows", Buffer.from("{}"), { "content-type": "application/json; charset=klingon" }],
    ["a CloudEvent", Buffer.from("{}"), { "content-type": "application/cloudevents+json" }],
    ["text", Buffer.from("text"), { "content-type": "text/plain" }],
    ["a form", Buffer.from("a=1"), { "content-type": "application/x-www-form-urlencoded" }],
    ["bytes", Buffer.from([0, 255, 254]), { "content-type": "application/octet-stream" }],
    ["gzip", gzipSync("{}"), { "content-type": "application/json", "content-encoding": "gzip" }],
    [
      "what says that it is gzip",
      Buffer.from("{}"),
      { "content-type": "application/json", "content-encoding": "gzip" },
    ],
    [
      "an encoding that nobody knows",
      Buffer.from("{}"),
      { "content-type": "application/json", "content-encoding": "x-zip" },
    ],
  ])("hands a function %s as it came, neither inflated nor parsed", async (_what, body, headers) => {
    expect(await post(body, headers)).toBe(204);
    expect(seen).toEqual([{ raw: body, body: undefined }]);
  });

  it("hands it an empty body, or none, as no bytes", async () => {
    expect(await post(Buffer.alloc(0), { "content-type": "application/json" })).toBe(204);
    expect(seen).toEqual([{ raw: Buffer.alloc(0), body: undefined }]);
  });

  it("hands it a body of many pieces in one, and one of just the limit", async () => {
    const body = Buffer.alloc(1000, "x");
    expect(await post(body, { "content-type": "application/json" })).toBe(204);
    expect(seen[0]?.raw.equals(body)).toBe(true);
  });

  it("never sees a body that has grown too long", async () => {
    expect(await post(Buffer.alloc(1001, "x"), { "content-type": "application/json" })).toBe(413);
    expect(seen).toEqual([]);
  });

  it("is the only server that is intercepted", () => {
    expect(http.createServer).toBe(createServer);
  });
});

describe("the Functions Framework by itself", () => {
  it("answers broken JSON before any function is asked: why it is kept from bodies", async () => {
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
