import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { json, text } from "node:stream/consumers";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "@jest/globals";
import { systemClock } from "../../../local/core/clock.ts";
import { applyFault } from "../../../local/core/apply-fault.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { serve } from "../../../local/core/serve.ts";
import type { Answer } from "../../../local/core/system.ts";

/** Frees all memory that nothing refers to; in rounds, since weak references hold until their turn of the loop ends. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
}

const open: { close(): Promise<void> }[] = [];

async function start(answer: Answer) {
  const server = await serve(answer);
  open.push(server);
  return server.url;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const echo: Answer = async (request) =>
  Response.json({
    method: request.method,
    path: new URL(request.url).pathname + new URL(request.url).search,
    header: request.headers.get("x-test"),
    body: await request.text(),
  });

const struckBy =
  (fault: string): Answer =>
  (request) =>
    applyFault({ system: "any", fault }, request, async () => Response.json({ done: true }), systemClock);

describe("serve", () => {
  it("passes method, path, headers and body on, and the answer back", async () => {
    const url = await start(echo);
    const response = await fetch(`${url}/a%2Fb?c=%20d`, { method: "PATCH", headers: { "x-test": "ü" }, body: "né" });
    expect(response.headers.get("content-type")).toBe("application/json");
    await expect(response.json()).resolves.toEqual({ method: "PATCH", path: "/a%2Fb?c=%20d", header: "ü", body: "né" });
  });

  it("gives status, repeated headers and the absence of a body back", async () => {
    const headers = new Headers([
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["x-test", "1"],
    ]);
    const url = await start(async () => new Response(null, { status: 204, headers }));
    const response = await fetch(url);
    expect([response.status, response.headers.getSetCookie(), await response.text()]).toEqual([
      204,
      ["a=1", "b=2"],
      "",
    ]);
  });

  it("accepts chunked bodies", async () => {
    const url = await start(echo);
    const request = httpRequest(url, { method: "POST" });
    request.write("one ");
    request.end("two");
    const [response] = await once(request, "response");
    expect(request.getHeader("content-length")).toBeUndefined();
    await expect(json(response)).resolves.toMatchObject({ body: "one two" });
  });

  it("streams both ways: an answer begins before the request has ended", async () => {
    const url = await start(async (request) => new Response(request.body));
    const request = httpRequest(url, { method: "POST" });
    request.write("first");
    const [response] = await once(request, "response");
    expect(String((await once(response, "data"))[0])).toBe("first");
    request.end("last");
    await expect(text(response)).resolves.toBe("last");
  });

  it("carries bodies of megabytes unchanged", async () => {
    const url = await start(async (request) => new Response(request.body));
    const sent = new Uint8Array(5_000_000).map((_, index) => index % 251);
    const response = await fetch(url, { method: "POST", body: sent });
    expect(Buffer.from(await response.arrayBuffer()).equals(sent)).toBe(true);
  });

  it("survives a caller that leaves in the middle of its body", async () => {
    const left = Promise.withResolvers<unknown>();
    const url = await start(async (request) => {
      await request.text().catch(left.resolve);
      return new Response();
    });
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 900000\r\n\r\nabc", () => socket.resetAndDestroy());
    await expect(left.promise).resolves.toBeDefined();
  });

  it.each(["apply-then-drop", "reset-before-headers"])("resets the connection for %s", async (fault) => {
    const url = await start(struckBy(fault));
    await expect(fetch(url, { method: "POST", body: "{}" })).rejects.toMatchObject({
      message: "fetch failed",
      cause: { code: "ECONNRESET" },
    });
  });

  it("cuts the connection in the middle of a body that errors", async () => {
    const url = await start(struckBy("reset-mid-body"));
    const response = await fetch(url, { method: "POST", body: "{}" });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ message: "terminated" });
  });

  it.each(["stall-headers", "stall-body"])(
    "hangs for %s until the caller leaves, and then tells the function",
    async (fault) => {
      const told = Promise.withResolvers<unknown>();
      const url = await start((request) => {
        request.signal.addEventListener("abort", () => told.resolve(request.signal.reason));
        return struckBy(fault)(request);
      });
      const call = fetch(url, { signal: AbortSignal.timeout(30) }).then((response) => response.text());
      await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
      await expect(told.promise).resolves.toMatchObject({ name: "AbortError" });
    },
  );

  it("tells a stalled function that the caller has left, even after its memory was cleaned up", async () => {
    const arrived = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    const url = await start((request) => {
      request.signal.addEventListener("abort", () => told.resolve());
      arrived.resolve();
      return struckBy("stall-headers")(request);
    });
    const caller = new AbortController();
    const call = fetch(url, { signal: caller.signal }).catch(() => "left");
    await arrived.promise;
    await collectGarbage();
    caller.abort();
    await told.promise;
    await expect(call).resolves.toBe("left");
  });

  it("does not abort the signal of a call that was answered", async () => {
    const signals: AbortSignal[] = [];
    const url = await start(async (request) => {
      signals.push(request.signal);
      return new Response("{}\n");
    });
    await (await fetch(url)).text();
    await open.pop()?.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it("closes at once, idle and hung connections too", async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await serve((request) => {
      if (request.url.endsWith("/idle")) return Promise.resolve(new Response("{}"));
      arrived.resolve();
      return new Promise(() => {});
    });
    await (await fetch(`${server.url}/idle`)).text();
    const hung = fetch(`${server.url}/hung`).catch((error: unknown) => error);
    await arrived.promise;
    await server.close();
    expect(await hung).toMatchObject({ message: "fetch failed" });
  });
});

describe("inProcessFetch", () => {
  it("takes what fetch takes", async () => {
    const call = inProcessFetch(echo);
    const response = await call("http://vendor.test/a", { method: "PUT", headers: { "x-test": "1" }, body: "b" });
    await expect(response.json()).resolves.toEqual({ method: "PUT", path: "/a", header: "1", body: "b" });
    await expect((await call(new Request("http://vendor.test/a"))).json()).resolves.toMatchObject({ method: "GET" });
  });

  it("rejects with the reason once the signal aborts, whether or not the stand-in heeds it", async () => {
    const call = inProcessFetch(() => new Promise(() => {}));
    const caller = new AbortController();
    const response = call("http://vendor.test/a", { signal: caller.signal });
    caller.abort(new Error("deadline"));
    await expect(response).rejects.toThrow("deadline");
  });

  it.each(["stall-headers", "stall-body"])("ends %s even after its memory was cleaned up", async (fault) => {
    const caller = new AbortController();
    const call = inProcessFetch(struckBy(fault))("http://vendor.test/a", {
      method: "POST",
      signal: caller.signal,
    }).then((response) => response.text());
    const ended = call.catch((error: unknown) => error);
    await collectGarbage();
    caller.abort(new Error("deadline"));
    await expect(ended).resolves.toMatchObject({ message: "deadline" });
  });

  it("calls nothing for a signal that has already aborted", async () => {
    let calls = 0;
    const call = inProcessFetch(async () => {
      calls += 1;
      return new Response();
    });
    await expect(call("http://vendor.test/a", { signal: AbortSignal.abort(new Error("late")) })).rejects.toThrow(
      "late",
    );
    expect(calls).toBe(0);
  });
});
