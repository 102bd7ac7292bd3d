import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Faults } from "../../local/core/faults.ts";
import { startRunner } from "../../local/runner/runner.ts";
import { dist } from "../../bundler/paths.ts";
import type { Result } from "./figure.ts";
import { post, type PostRequest } from "./requests.ts";
import { median, percentile } from "../statistics.ts";

interface LatencyOptions {
  /** Name in the table. */
  readonly what: string;
  /** Must lead to an event of that person at customer.io. */
  readonly newWebhook: () => { readonly email: string; readonly request: PostRequest };
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  /**
   * Number and length of windows. Each percentile is the median over the windows, so that one hiccup of the machine
   * does not count.
   */
  readonly windows: number;
  readonly windowSeconds: number;
}

/** From sending a webhook until the stand-in receives the handler's last call, at a fixed rate on warm functions. */
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

/** The complete running lane, and measurements on it. */
export interface Lane {
  readonly url: string;
  /** Sends one webhook. Resolves with the time of acceptance and the milliseconds until its effect. */
  send(): Promise<{ readonly email: string; readonly acceptedAt: number; readonly ms: number }>;
  /** Milliseconds of each webhook, sent at a fixed rate. */
  measure(perSecond: number, seconds: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts everything that npm start does, for these webhooks. */
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
      agent.destroy(); // connections idle since the last window might be closed while in use
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

/** Injects no faults, but observes customer.io's events, the handler's last call. */
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

/** Starts each at its scheduled time, even if earlier ones are still running. */
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
