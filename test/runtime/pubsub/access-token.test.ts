import { describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { FetchInit } from "../../../functions/runtime/define/client.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { createAccessToken, fromMetadataServer } from "../../../functions/runtime/pubsub/access-token.ts";
import { VirtualClock } from "../../../local/core/clock.ts";

const { signal } = new AbortController();

/** As the metadata server answers: the same token until five minutes before its end. */
function metadataServer(clock: VirtualClock, lifetimeSeconds = 3600) {
  let count = 0;
  let expires = 0;
  return () => {
    if (clock.now() >= expires - 300_000) {
      count += 1;
      expires = clock.now() + lifetimeSeconds * 1000;
    }
    return Promise.resolve({
      access_token: `token-${count}`,
      expires_in: (expires - clock.now()) / 1000,
      token_type: "Bearer",
    });
  };
}

describe("createAccessToken", () => {
  it("gives a token again while it holds, and a new one before it ends", async () => {
    const clock = new VirtualClock();
    const accessToken = createAccessToken(clock, metadataServer(clock));
    const seen = [];
    for (let minute = 0; minute < 180; minute += 1) {
      seen.push(await accessToken.current(signal));
      await clock.advance(60_000);
    }
    expect([...new Set(seen)]).toEqual(["token-1", "token-2", "token-3", "token-4"]);
    // Renewed after 56 minutes each time: never in its last four, never sooner than the server gives a new one.
    expect(seen.lastIndexOf("token-1")).toBe(55);
    expect(seen.lastIndexOf("token-2")).toBe(111);
  });

  it("asks once for all who ask at the same time", async () => {
    let asked = 0;
    const accessToken = createAccessToken(new VirtualClock(), () => {
      asked += 1;
      return Promise.resolve({ access_token: "t", expires_in: 3600 });
    });
    expect(
      await Promise.all([accessToken.current(signal), accessToken.current(signal), accessToken.current(signal)]),
    ).toEqual(["t", "t", "t"]);
    expect(asked).toBe(1);
  });

  it("goes on with a token that is still good when its renewal fails", async () => {
    const clock = new VirtualClock();
    const answers = [Promise.resolve({ access_token: "t", expires_in: 3600 })];
    const accessToken = createAccessToken(clock, () => answers.shift() ?? Promise.reject(new Error("down")));
    await accessToken.current(signal);
    await clock.advance(57 * 60_000);
    expect(await accessToken.current(signal)).toBe("t");
    await clock.advance(4 * 60_000);
    await expect(accessToken.current(signal)).rejects.toThrow("down");
  });

  it("does not wait a second time for a renewal that hangs", async () => {
    const answers = [new Promise<unknown>(() => undefined)];
    const accessToken = createAccessToken(
      new VirtualClock(),
      () => answers.shift() ?? Promise.resolve({ access_token: "t", expires_in: 3600 }),
    );
    const controller = new AbortController();
    const hung = accessToken.current(controller.signal);
    controller.abort(new Error("too late"));
    await expect(hung).rejects.toThrow("too late");
    expect(await accessToken.current(signal)).toBe("t");
  });

  it("asks once though a delivery that has its token ends meanwhile", async () => {
    const clock = new VirtualClock();
    let asked = 0;
    const accessToken = createAccessToken(clock, async () => {
      asked += 1;
      return { access_token: `token-${asked}`, expires_in: 3600 };
    });
    const ended = new AbortController();
    await accessToken.current(ended.signal);
    await clock.advance(3_600_000);
    const first = accessToken.current(signal);
    ended.abort();
    expect(await Promise.all([first, accessToken.current(signal)])).toEqual(["token-2", "token-2"]);
    expect(asked).toBe(2);
  });

  it("does not keep a failure", async () => {
    const clock = new VirtualClock();
    const answers = [() => Promise.reject(new Error("down")), metadataServer(clock)];
    const accessToken = createAccessToken(
      clock,
      () => (answers.length > 1 ? answers.shift() : answers[0])?.() ?? Promise.reject(new Error("none")),
    );
    await expect(accessToken.current(signal)).rejects.toThrow("down");
    expect(await accessToken.current(signal)).toBe("token-1");
  });

  it.each([
    [null],
    ["token"],
    [{}],
    [{ access_token: 7, expires_in: 3600 }],
    [{ access_token: "t" }],
    [{ error: "not found" }],
  ])("refuses the answer %j", async (answer) => {
    await expect(createAccessToken(new VirtualClock(), () => Promise.resolve(answer)).current(signal)).rejects.toThrow(
      "holds no access token",
    );
  });

  it("gives another token than one that was refused, and keeps one that nobody refused", async () => {
    let count = 0;
    const accessToken = createAccessToken(new VirtualClock(), () =>
      Promise.resolve({ access_token: `token-${(count += 1)}`, expires_in: 3600 }),
    );
    expect(await accessToken.current(signal)).toBe("token-1");
    accessToken.forget("token-1");
    expect(await accessToken.current(signal)).toBe("token-2");
    accessToken.forget("token-1");
    expect(await accessToken.current(signal)).toBe("token-2");
  });

  it("ends with the signal, whatever the metadata server does", async () => {
    const controller = new AbortController();
    const token = createAccessToken(new VirtualClock(), () => new Promise(() => undefined)).current(controller.signal);
    controller.abort(new Error("too late"));
    await expect(token).rejects.toThrow("too late");
  });

  it("gives nobody whose time is over the token that it has", async () => {
    const clock = new VirtualClock();
    const accessToken = createAccessToken(clock, metadataServer(clock));
    await accessToken.current(signal);
    await expect(accessToken.current(AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
  });
});

describe("fromMetadataServer", () => {
  async function ask(status: number, body: string) {
    const seen: unknown[] = [];
    const server = http.createServer(({ method, url, headers }, response) => {
      seen.push([method, url, headers["metadata-flavor"]]);
      response.writeHead(status).end(body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // a string only for pipes
    const clock = new VirtualClock();
    const answer = fromMetadataServer(clock, createTransport(clock), `127.0.0.1:${port}`)();
    const end = () => {
      server.close();
      expect(clock.nextAt()).toBeUndefined(); // no timer is left behind
    };
    return { seen, answer: await answer.finally(end) };
  }

  it("asks for the token of the function's own account, as Google's libraries do", async () => {
    const { seen, answer } = await ask(200, '{"access_token":"t","expires_in":3599,"token_type":"Bearer"}');
    expect(answer).toMatchObject({ access_token: "t", expires_in: 3599 });
    expect(seen).toEqual([["GET", "/computeMetadata/v1/instance/service-accounts/default/token", "Google"]]);
  });

  it("asks Google's own host, or the one that Google's libraries are told", async () => {
    const urls: string[] = [];
    const fetch = async (url: string) => {
      urls.push(url);
      return new Response("{}");
    };
    const before = process.env["GCE_METADATA_HOST"];
    try {
      for (const host of ["", "metadata.test"]) {
        process.env["GCE_METADATA_HOST"] = host;
        await fromMetadataServer(new VirtualClock(), fetch)();
      }
    } finally {
      if (before === undefined) delete process.env["GCE_METADATA_HOST"];
      else process.env["GCE_METADATA_HOST"] = before;
    }
    expect(urls.map((url) => new URL(url).host)).toEqual(["metadata.google.internal", "metadata.test"]);
  });

  it("says so when there is none", async () => {
    await expect(ask(404, "no such account")).rejects.toThrow("the metadata server answered HTTP 404");
    // googleapis/gcp-metadata#436: an account that may not have tokens, or no longer exists, looks like an outage of Pub/Sub.
    await expect(ask(500, "Internal Server Error")).rejects.toMatchObject({ code: "METADATA_HTTP_500" });
  });

  it("gives up after five seconds", async () => {
    const clock = new VirtualClock();
    const fetch = (_url: string, init: FetchInit) =>
      new Promise<never>((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
    const outcome = fromMetadataServer(clock, fetch, "metadata.test")().catch((error: unknown) => error);
    await clock.advance(5000);
    expect(await outcome).toMatchObject({ message: "the metadata server did not answer", code: "METADATA_TIMEOUT" });
  });
});
