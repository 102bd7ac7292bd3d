import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Faults } from "../../local/core/faults.ts";
import { startRunner } from "../../local/runner/runner.ts";
import { dist } from "../../bundler/paths.ts";
import type { Result } from "./figure.ts";
import { post, type PostRequest } from "./requests.ts";
import { median, percentile } from "../statistics.ts";

export interface LatencyOptions {
  /** In the table. */
  readonly what: string;
  /** That ends in an event of that person at customer.io. */
  readonly newWebhook: () => { readonly email: string; readonly request: PostRequest };
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  /** Of how many windows, and how long each: the medians of their percentiles count, so that one hiccup of the machine does not. */
  readonly windows: number;
  readonly windowSeconds: number;
}

/** From the sending of a webhook until the stand-in takes the handler's last call, at a fixed rate, all warm. */
export async function benchLatency({
  what,
  newWebhook,
  perSecond,
  warmUpSeconds,
  windows,
  windowSeconds,
}: LatencyOptions): Promise<Result> {
  const lane = await openLane(newWebhook);
  try {
    await lane.measure(perSecond, warmUpSeconds);
    const taken: number[][] = [];
    for (let window = 0; window < windows; window += 1) taken.push(await lane.measure(perSecond, windowSeconds));
    return resultOf(`${what}, warm, ${perSecond} a second`, taken);
  } finally {
    await lane.close();
  }
}

/** The whole lane, running, and what times webhooks in it. */
export interface Lane {
  readonly url: string;
  /** Sends one. Resolves with when it was accepted, and how many milliseconds passed until its effect. */
  send(): Promise<{ readonly email: string; readonly acceptedAt: number; readonly ms: number }>;
  /** The milliseconds of each webhook, sent at a fixed rate. */
  measure(perSecond: number, seconds: number): Promise<number[]>;
  close(): Promise<void>;
}

/** All of `npm start`, through which such webhooks go. */
export async function openLane(newWebhook: LatencyOptions["newWebhook"]): Promise<Lane> {
  const arrivals = new Map<string, (at: number) => void>();
  const runner = await startRunner({
    port: 0,
    dist,
    onLine: () => {},
    faults: watchEvents((email) => arrivals.get(email)?.(performance.now())),
  });
  const agent = new http.Agent({ keepAlive: true });
  const target = { port: Number(new URL(runner.url).port), agent };
  const send = async () => {
    const { email, request } = newWebhook();
    const arrival = new Promise<number>((resolve) => arrivals.set(email, resolve));
    const sent = performance.now();
    const { status } = await post(target, { path: "/webhooks/app", ...request });
    const acceptedAt = Date.now();
    if (status !== 201) throw new Error(`A webhook was answered by ${status}.`);
    return { email, acceptedAt, ms: (await arrival) - sent };
  };
  return {
    url: runner.url,
    send,
    measure(perSecond, seconds) {
      agent.destroy(); // what has idled since the last window might be closed just as it is used
      return atRate(perSecond, perSecond * seconds, async () => (await send()).ms);
    },
    async close() {
      agent.destroy();
      await runner.close();
    },
  };
}

function resultOf(what: string, windows: readonly (readonly number[])[]): Result {
  const typical = (percent: number) => median(windows.map((ms) => percentile(ms, percent)));
  const all = windows.flat();
  return {
    figures: [
      { what: `${what}: p50`, unit: "ms", measured: typical(50), goal: 15 },
      { what: `${what}: p99`, unit: "ms", measured: typical(99), goal: 60 },
    ],
    notes: [
      `${what}: medians of ${windows.length} windows; over all ${all.length} webhooks p99 is ${percentile(all, 99).toFixed(0)} ms, and the slowest took ${Math.max(...all).toFixed(0)} ms.`,
    ],
  };
}

/** Lets no call fail, and tells when customer.io takes a person's event, the handler's last call. */
function watchEvents(onEvent: (email: string) => void): Faults {
  return {
    add() {
      throw new Error("No call fails here.");
    },
    list: () => [],
    clear: () => {},
    hit: () => {},
    take(_system, { path }) {
      const [, email] = /^\/api\/v1\/customers\/([^/]+)\/events$/.exec(path) ?? [];
      if (email !== undefined) onEvent(decodeURIComponent(email));
      return undefined;
    },
  };
}

/** Starts each at its time, whether the ones before are through or not. */
async function atRate<Value>(perSecond: number, count: number, start: () => Promise<Value>): Promise<Value[]> {
  const begun = performance.now();
  const running: Promise<Value>[] = [];
  for (let number = 0; number < count; number += 1) {
    const early = begun + (number * 1000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    running.push(start());
  }
  return Promise.all(running);
}
