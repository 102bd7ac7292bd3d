import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import type { FetchInit } from "../../functions/runtime/define/client.ts";
import { createTransport } from "../../functions/runtime/transport.ts";
import { VirtualClock } from "../../local/core/clock.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

function listen(server: net.Server): Promise<string> {
  closing.push(() => server.close());
  server.listen(0, "127.0.0.1");
  return once(server, "listening").then(() => `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/a?b=c`); // a string only for pipes
}

/** Answers each request of each connection as it is told, numbers from 1; undefined hangs up. */
async function serve(answer: (request: number, connection: number) => string | undefined) {
  const seen: string[] = [];
  let connections = 0;
  const server = net.createServer((socket) => {
    const connection = ++connections;
    socket
      .on("error", () => undefined)
      .on("data", (data) => {
        seen.push(`${connection} ${data.toString().split("\r\n", 1)[0]}`);
        const text = answer(seen.length, connection);
        if (text === undefined) socket.destroy();
        else socket.write(text);
      });
    closing.push(() => socket.destroy());
  });
  return { url: await listen(server), seen };
}

const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-Mixed: One\r\n\r\nok";

function init(method: string, options: Partial<FetchInit> = {}): FetchInit {
  return { method, headers: {}, redirect: "manual", signal: new AbortController().signal, ...options };
}

describe("createTransport", () => {
  it("sends method, path, headers and body, and reads status, headers and body", async () => {
    const url = await listen(
      http.createServer((request, response) => {
        const { method, url: path, headers } = request;
        request.setEncoding("utf8").on("data", (body: string) => {
          response
            .writeHead(418, { "X-Mixed": "One" })
            .end(JSON.stringify({ method, path, own: headers["own"], body }));
        });
      }),
    );
    const answer = await createTransport(new VirtualClock())(url, init("PUT", { headers: { own: "1" }, body: "Zoë" }));
    expect([answer.status, answer.headers.get("x-mixed")]).toEqual([418, "One"]);
    expect(JSON.parse(await answer.text())).toEqual({ method: "PUT", path: "/a?b=c", own: "1", body: "Zoë" });
  });

  it("goes through a proxy where Node is told to, save where NO_PROXY says", async () => {
    const proxy = await serve(() => OK);
    const send = createTransport(new VirtualClock(), {
      NODE_USE_ENV_PROXY: "1",
      HTTP_PROXY: new URL(proxy.url).origin,
      NO_PROXY: "localhost",
    });
    expect((await send("http://acme.example/a", init("GET"))).status).toBe(200);
    expect(proxy.seen).toEqual(["1 GET http://acme.example/a HTTP/1.1"]);
    const direct = await serve(() => OK);
    await send(direct.url.replace("127.0.0.1", "localhost"), init("GET"));
    expect(direct.seen).toEqual(["1 GET /a?b=c HTTP/1.1"]);
  });

  it("keeps its connection, save for a request that wants one of its own", async () => {
    const { url, seen } = await serve(() => OK);
    const send = createTransport(new VirtualClock());
    for (const isFresh of [false, false, true, false]) await send(url, init("GET", { isFresh }));
    expect(seen.map((line) => line[0])).toEqual(["1", "1", "2", "1"]);
  });

  it("repeats a read at once, on a new connection, when the kept one dies before the first byte", async () => {
    const { url, seen } = await serve((_, connection) => (seen.length === 2 && connection === 1 ? undefined : OK));
    const send = createTransport(new VirtualClock());
    await send(url, init("GET"));
    expect(await (await send(url, init("GET"))).text()).toBe("ok");
    expect(seen).toEqual(["1 GET /a?b=c HTTP/1.1", "1 GET /a?b=c HTTP/1.1", "2 GET /a?b=c HTTP/1.1"]);
  });

  it.each([
    ["a write", "POST", () => undefined],
    ["a read of which an answer has begun", "GET", () => "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no"],
  ])("does not repeat %s", async (_what, method, answer) => {
    const { url, seen } = await serve((request) => (request === 1 ? OK : answer()));
    const send = createTransport(new VirtualClock());
    await send(url, init("GET"));
    const outcome = send(url, init(method, { body: "x" }));
    if (method === "GET") setTimeout(() => closing.splice(1).forEach((close) => close()), 20);
    await expect(outcome).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(seen).toHaveLength(2);
  });

  it("repeats no read over a new connection, nor a repeated one", async () => {
    const { url, seen } = await serve((request) => (request === 2 ? OK : undefined));
    const send = createTransport(new VirtualClock());
    await expect(send(url, init("GET"))).rejects.toMatchObject({ code: "ECONNRESET" });
    await send(url, init("GET"));
    await expect(send(url, init("GET"))).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(seen).toHaveLength(4);
  });

  it("trusts no connection that has idled for longer than balancers allow, for writes too", async () => {
    const { url, seen } = await serve(() => OK);
    const clock = new VirtualClock();
    const send = createTransport(clock);
    for (const pause of [0, 45_000, 45_001]) {
      await clock.advance(pause);
      await send(url, init("POST"));
    }
    expect(seen.map((line) => line[0])).toEqual(["1", "1", "2"]);
  });

  it("judges each connection by its own last use, whatever other systems have been asked meanwhile", async () => {
    const [rare, busy] = [await serve(() => OK), await serve(() => OK)];
    const clock = new VirtualClock();
    const send = createTransport(clock);
    await send(rare.url, init("POST"));
    for (const pause of [0, 30_000, 30_000]) {
      await clock.advance(pause);
      await send(busy.url, init("POST"));
    }
    await send(rare.url, init("POST"));
    expect([rare, busy].map(({ seen }) => seen.map((line) => line[0]))).toEqual([
      ["1", "2"],
      ["1", "1", "1"],
    ]);
  });

  it("follows no redirect", async () => {
    const { url } = await serve(() => "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n");
    expect(await createTransport(new VirtualClock())(url, init("POST"))).toMatchObject({ status: 302 });
  });

  it.each([
    ["no answer", ""],
    ["half a body", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"],
  ])("ends with its signal while there is %s, and hangs up", async (_what, text) => {
    const deadline = new AbortController();
    const { url, seen } = await serve(() => {
      setTimeout(() => deadline.abort(new Error("too late")), 20);
      return text;
    });
    await expect(createTransport(new VirtualClock())(url, init("GET", { signal: deadline.signal }))).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });
});
