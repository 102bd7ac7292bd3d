import http from "node:http";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist } from "../../bundler/paths.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { startPubsub } from "../../local/pubsub/api/server.ts";
import { environmentOf } from "../../local/runner/functions/environment.ts";
import { subscriptionPath, topicPath } from "../../local/runner/functions/topics.ts";
import { byTurns } from "./by-turns.ts";
import type { Figure, Result } from "./figure.ts";
import { inParallel, post } from "./requests.ts";
import { type RunningSubject, startSubject, type Subject } from "./subject.ts";
import { sentReport } from "./webhooks.ts";

interface BurstOptions {
  readonly rounds: number;
  /** Per round and function. */
  readonly requests: number;
}

const TOPIC = "email.reported";
const SUBSCRIPTION = subscriptionPath("burst");

/** Reporting webhooks as fast as one instance takes them, at its maximum concurrency. */
export async function benchBurst({ rounds, requests }: BurstOptions): Promise<Result> {
  const pubsub = await startPubsub();
  const manifest = await readManifest(dist);
  const environment = environmentOf("customerio", manifest, { pubsub: pubsub.host, settings: {} });
  const width = manifest.functions["customerio"]?.concurrency ?? 1;
  const topic = topicPath(TOPIC);
  pubsub.broker.createTopic({ name: topic });
  pubsub.broker.createSubscription({ name: SUBSCRIPTION, topic });
  const functions = await startFunctions(environment);
  try {
    const { source, peer } = functions;
    let [sent, refused] = [0, 0];
    const cpuMs = { source: 0, hello: 0 };
    const perSecond = await byTurns(rounds, {
      source: async () => {
        const burst = await sendBurst(source, requests, width);
        sent += requests;
        refused += burst.refused;
        cpuMs.source += burst.cpuMs;
        return burst.perSecond;
      },
      hello: async () => {
        const burst = await sendBurst(peer, requests, width);
        cpuMs.hello += burst.cpuMs;
        return burst.perSecond;
      },
    });
    const ids = pubsub.broker
      .state()
      .messages(SUBSCRIPTION)
      .map(({ attributes }) => attributes?.["ce-id"]);
    const unpublished = sent - new Set(ids).size;
    const what = `burst of ${requests} reporting webhooks, ${width} at once`;
    return { figures: figuresOf(what, { perSecond, cpuMs, sent, unpublished, refused }), notes: [] };
  } finally {
    await Promise.all([functions.end(), pubsub.close()]);
  }
}

interface Measured {
  readonly perSecond: Readonly<Record<"source" | "hello", number>>;
  /** Of all webhooks, by function. */
  readonly cpuMs: Readonly<Record<"source" | "hello", number>>;
  /** To each function. */
  readonly sent: number;
  readonly unpublished: number;
  readonly refused: number;
}

function figuresOf(what: string, { perSecond, cpuMs, sent, unpublished, refused }: Measured): Figure[] {
  return [
    {
      what,
      unit: "a second",
      measured: perSecond.source,
      peer: { name: "hello", measured: perSecond.hello },
      atLeast: 0.5,
    },
    {
      what: "  CPU per webhook",
      unit: "ms",
      measured: cpuMs.source / sent,
      peer: { name: "hello", measured: cpuMs.hello / sent },
    },
    { what: "  not published, of all rounds", unit: "", measured: unpublished, goal: 0 },
    { what: "  refused", unit: "", measured: refused, goal: 0 },
  ];
}

async function startFunctions(environment: Subject["environment"]) {
  const folder = await mkdtemp(join(tmpdir(), "ycat-burst-"));
  // Reading their log through a pipe would be work for the sender.
  const logFile = await open(join(folder, "log"), "w");
  const [source, peer] = await Promise.all([
    startSubject({ name: "customerio", folder: join(dist, "functions/customerio"), environment }, logFile),
    startSubject({ name: "hello", folder: join(import.meta.dirname, "peers/hello"), environment }, logFile),
  ]);
  return {
    source,
    peer,
    async end() {
      await Promise.all([source.end(), peer.end(), logFile.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Signed in advance, so that the sender's work is not measured. */
async function sendBurst({ port, usage }: RunningSubject, requests: number, width: number) {
  const webhooks = Array.from({ length: requests }, (_, index) => sentReport(`reader-${index}@example.com`));
  const agent = new http.Agent({ keepAlive: true });
  let refused = 0;
  const before = await usage();
  const begun = performance.now();
  await inParallel(requests, width, async (index) => {
    const webhook = webhooks[index];
    if (webhook !== undefined && (await post({ port, agent }, webhook)).status >= 300) refused += 1;
  });
  const perSecond = (requests * 1000) / (performance.now() - begun);
  agent.destroy();
  return { perSecond, refused, cpuMs: (await usage()).cpuMs - before.cpuMs };
}
