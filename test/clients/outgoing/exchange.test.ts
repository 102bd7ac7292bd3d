import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { exchange } from "../../../functions/clients/outgoing/exchange.ts";
import type { Caller } from "../../../functions/clients/outgoing/exchange.ts";
import { createPace } from "../../../functions/clients/outgoing/pace.ts";
import type { Fetch } from "../../../functions/runtime/define/client.ts";
import { UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { keepLines, rejection } from "../connect.ts";

const outgoing = {
  method: "POST",
  url: "http://127.0.0.1:1/things/7",
  operation: "POST /things/{id}",
  headers: { a: "b" },
  body: "{}",
};

function start(fetch: Fetch, signal?: AbortSignal) {
  const clock = new VirtualClock();
  const { log, lines } = keepLines();
  const line = { system: "somewhere", fetch, clock, callTimeoutMs: 10_000 };
  const done = exchange(line, signal === undefined ? { log } : { signal, log }, outgoing);
  done.catch(() => {});
  return { clock, lines, done };
}

const never = () => new Promise<never>(() => {});
const stalledBody = () => new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("half")) });

describe("exchange", () => {
  it("goes at the system's pace, and counts no wait for its turn as the call's", async () => {
    const clock = new VirtualClock();
    const ends: number[] = [];
    const line = {
      system: "somewhere",
      fetch: async () => new Response(""),
      clock,
      callTimeoutMs: 100,
      pace: createPace(clock, 1),
    };
    const began = clock.now();
    for (let call = 0; call < 3; call += 1)
      void exchange(line, { log: keepLines().log }, outgoing).then(({ callMs }) =>
        ends.push(clock.now() - began, callMs),
      );
    await clock.advance(5000);
    expect(ends).toEqual([0, 0, 1000, 0, 2000, 0]);
  });

  it("waits for its turn no longer than until the event's deadline, and leaves it to the next", async () => {
    const clock = new VirtualClock();
    const [{ log }, controller, asked] = [keepLines(), new AbortController(), [] as number[]];
    const fetch = async () => {
      asked.push(clock.now());
      return new Response("");
    };
    const line = { system: "somewhere", fetch, clock, callTimeoutMs: 100, pace: createPace(clock, 1) };
    const began = clock.now();
    await exchange(line, { log }, outgoing);
    let late: unknown;
    exchange(line, { log, signal: controller.signal }, outgoing).catch((error: unknown) => (late = error));
    const next = exchange(line, { log }, outgoing);
    controller.abort(new Error("the deadline"));
    await clock.advance(999);
    expect(late).toMatchObject({ message: "the deadline" });
    await clock.advance(1);
    await next;
    expect(asked).toEqual([began, began + 1000]);
  });

  it("answers with status, headers, the whole body and how long it took", async () => {
    const started = start(async (_url, { method, headers, body }) => {
      await Promise.resolve();
      await started.clock.advance(30);
      return new Response(`${method} ${headers["a"]} ${body}`, {
        status: 418,
        headers: { c: "d" },
      });
    });
    const answer = await started.done;
    expect({ ...answer, headers: answer.headers.get("c") }).toEqual({
      status: 418,
      headers: "d",
      body: "POST b {}",
      callMs: 30,
    });
  });

  it.each([
    ["headers", never],
    ["the rest of the body", async () => new Response(stalledBody())],
  ])("gives up at its own time-out when %s never come, whether or not fetch heeds the signal", async (_, fetch) => {
    const { clock, done, lines } = start(fetch);
    await clock.advance(10_000);
    const error = await rejection(done);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ reason: { code: "TIMEOUT", system: "somewhere", operation: "POST /things/{id}" } });
    expect(lines).toEqual([
      {
        level: "warning",
        message: "call failed",
        system: "somewhere",
        operation: "POST /things/{id}",
        callMs: 10_000,
        reason: "TIMEOUT",
      },
    ]);
  });

  it("gives up at the event's deadline", async () => {
    const deadline = new AbortController();
    const { done } = start(never, deadline.signal);
    deadline.abort();
    expect(await rejection(done)).toMatchObject({ name: "UnavailableError", reason: { code: "DEADLINE" } });
  });

  it("tells who asks to know it of a call that was answered, with its status", async () => {
    const clock = new VirtualClock();
    const told: object[] = [];
    const line = {
      system: "somewhere",
      fetch: async () => new Response("", { status: 202 }),
      clock,
      callTimeoutMs: 100,
    };
    await exchange(line, { log: keepLines().log, onCall: (call) => told.push(call) }, outgoing);
    expect(told).toEqual([{ system: "somewhere", operation: outgoing.operation, startedAt: clock.now(), status: 202 }]);
  });

  it("tells who asks to know it of a call that failed, with its code", async () => {
    const clock = new VirtualClock();
    const told: object[] = [];
    const fetch = () => Promise.reject(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    const line = { system: "somewhere", fetch, clock, callTimeoutMs: 100 };
    await rejection(exchange(line, { log: keepLines().log, onCall: (call) => told.push(call) }, outgoing));
    expect(told).toEqual([
      { system: "somewhere", operation: outgoing.operation, startedAt: clock.now(), code: "ECONNRESET" },
    ]);
  });

  it.each([200, 429])("lets who asks to know it hear each answer, of HTTP %i too", async (status) => {
    const heard: unknown[] = [];
    const fetch = async () => new Response("", { status, headers: { a: "1" } });
    const line = { system: "somewhere", fetch, clock: new VirtualClock(), callTimeoutMs: 100 };
    const listening = (...[system, answer, operation]: Parameters<NonNullable<Caller["onAnswer"]>>) =>
      heard.push(system, answer.status, answer.headers.get("a"), operation);
    await exchange(line, { log: keepLines().log, onAnswer: listening }, outgoing);
    expect(heard).toEqual(["somewhere", status, "1", outgoing.operation]);
  });

  it("sends nothing after the event's deadline", async () => {
    let sent = 0;
    const { done } = start(async () => new Response(String((sent += 1))), AbortSignal.abort());
    expect(await rejection(done)).toMatchObject({ reason: { code: "DEADLINE" } });
    expect(sent).toBe(0);
  });

  it("aborts what is still open when it gives up", async () => {
    let signal: AbortSignal | undefined;
    const { clock, done } = start((_url, init) => {
      ({ signal } = init);
      return never();
    });
    await clock.advance(10_000);
    await rejection(done);
    expect(signal?.aborted).toBe(true);
  });

  it.each([
    ["ECONNRESET", new TypeError("fetch failed", { cause: Object.assign(new Error("read"), { code: "ECONNRESET" }) })],
    ["ENOTFOUND", Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" })],
    ["NETWORK", new TypeError("fetch failed")],
  ])("says %s when the network fails, and keeps the cause", async (code, cause) => {
    const { done, lines } = start(() => Promise.reject(cause));
    const error = await rejection(done);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ reason: { code }, cause });
    expect(lines).toMatchObject([{ level: "warning", reason: code }]);
  });

  it("sends the event's trace with the call's own headers, where there is one", async () => {
    const sent: unknown[] = [];
    const fetch: Fetch = async (_url, { headers }) => {
      sent.push(headers);
      return new Response("");
    };
    const line = { system: "somewhere", fetch, clock: new VirtualClock(), callTimeoutMs: 100 };
    const { log } = keepLines();
    await exchange(line, { log, traceparent: "00-1-2-01" }, outgoing);
    await exchange(line, { log }, outgoing);
    expect(sent).toEqual([{ a: "b", traceparent: "00-1-2-01" }, { a: "b" }]);
  });

  it("follows no redirect", async () => {
    const modes: string[] = [];
    const { done } = start(async (_url, { redirect }) => {
      modes.push(redirect);
      return new Response(null, { status: 302, headers: { location: "/elsewhere" } });
    });
    expect(await done).toMatchObject({ status: 302 });
    expect(modes).toEqual(["manual"]);
  });

  it("leaves no timer and no listener behind", async () => {
    const deadline = new AbortController();
    const { clock, done } = start(async () => new Response("ok"), deadline.signal);
    await done;
    expect(getEventListeners(deadline.signal, "abort")).toEqual([]);
    deadline.abort();
    expect(await clock.step()).toBe(false);
  });
});
