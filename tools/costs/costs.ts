import type { Manifest, ManifestFunction } from "../../bundler/write/manifest.ts";
import type { Measured } from "./measured.ts";
import type { Prices } from "./prices.ts";

/** The inputs of the cost estimate, from a checkout. */
export interface Figures {
  readonly manifest: Manifest;
  /** By handler. Absent for a handler that has not been proved yet. */
  readonly measured: ReadonlyMap<string, Measured>;
  readonly prices: Prices;
}

export interface EventCost {
  readonly type: string;
  /** USD per million events, each from one webhook. An upper bound: no free quotas, and one request per instance. */
  readonly usd: number;
  readonly handlers: readonly HandlerCost[];
}

interface HandlerCost {
  readonly name: string;
  readonly isBatch: boolean;
  readonly measured: Measured | undefined;
}

const MILLION = 1_000_000;
/**
 * Same assumption as docs/deploy.md: a handler that runs for one second makes six calls. Functions are billed in steps
 * of 0.1 s.
 */
const SECONDS_PER_CALL = 1 / 6;
const SOURCE_SECONDS = 0.1;
const EVENT_BYTES = 2000;
const LINE_BYTES = 800;
const REQUEST_LOG_BYTES = 1150;
const GIB = 2 ** 30;
/** Webhook answers and TLS overhead, besides bodies. */
const BALANCED_GIB_PER_MILLION = 3;

/** Of each event type, alphabetically. */
export function costsOf({ manifest, measured, prices }: Figures): EventCost[] {
  const functions = Object.entries(manifest.functions);
  const types = Object.keys(manifest.topics).filter((topic) => manifest.topics[topic]?.kind === "event");
  return types.toSorted().map((type) => {
    const sources = functions.filter(([, { kind, publishes }]) => kind === "source" && publishes.includes(type));
    const handlers = functions.filter(([, { eventType }]) => eventType === type);
    const source = sources.map(([, one]) => one).toSorted((a, b) => b.memoryMiB - a.memoryMiB)[0];
    const usd =
      (source === undefined ? 0 : sourceUsd(source, prices)) +
      handlers.reduce((total, [name, one]) => total + handlerUsd(one, measured.get(name), prices), 0);
    return {
      type,
      usd,
      handlers: handlers.map(([name, { kind }]) => ({ name, isBatch: kind === "batch", measured: measured.get(name) })),
    };
  });
}

function sourceUsd(source: ManifestFunction, prices: Prices): number {
  return (
    requestUsd(source, SOURCE_SECONDS, prices) +
    pubsubUsd(prices) +
    prices.of("Cloud Armor") +
    BALANCED_GIB_PER_MILLION * prices.of("load balancer") +
    logUsd(LINE_BYTES, prices)
  );
}

/**
 * In a batch, hundreds of events share a request and its calls. What remains per event is its delivery and one log
 * line.
 */
function handlerUsd(handler: ManifestFunction, measured: Measured | undefined, prices: Prices): number {
  if (handler.kind === "batch") return pubsubUsd(prices) + logUsd(LINE_BYTES, prices);
  const { calls, writes } = measured ?? { calls: 0, writes: 0 };
  const seconds = Math.max(0.1, Math.ceil(calls * SECONDS_PER_CALL * 10 - 1e-9) / 10);
  return requestUsd(handler, seconds, prices) + pubsubUsd(prices) + logUsd((calls + writes + 1) * LINE_BYTES, prices);
}

/** A million requests of this many seconds, with their log lines. */
function requestUsd({ cpu, memoryMiB }: ManifestFunction, seconds: number, prices: Prices): number {
  const ofSecond = cpu * prices.of("CPU of handlers") + (memoryMiB / 1024) * prices.of("memory of handlers");
  return prices.of("Cloud Run requests") + MILLION * seconds * ofSecond + logUsd(REQUEST_LOG_BYTES, prices);
}

/** Published once or delivered once. */
function pubsubUsd(prices: Prices): number {
  return ((MILLION * EVENT_BYTES) / 2 ** 40) * prices.of("Pub/Sub");
}

function logUsd(bytesPerEvent: number, prices: Prices): number {
  return ((MILLION * bytesPerEvent) / GIB) * prices.of("our logs");
}
