import { setTimeout as sleep } from "node:timers/promises";
import { findStandIns } from "../../local/core/find.ts";
import { PROJECT, subscriptionPath } from "../../local/runner/functions/topics.ts";
import { type Runner, startRunner } from "../../local/runner/runner.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
import { configuredCampaigns } from "../../local/salesforce/state/campaigns.ts";
import { dist } from "../../bundler/paths.ts";
import { deadLetters } from "../dead-letters/main.ts";
import { planFills } from "./chaos/plan.ts";
import { createRandomFaults, type RandomFaults } from "./chaos/random-faults.ts";
import { sendFills } from "./chaos/senders.ts";
import { type Effects, type Verdict, verify } from "./chaos/verify.ts";
import type { Result } from "./figure.ts";
import { seededRandom } from "../seeded-random.ts";
import type { FunctionProcess } from "../../local/runner/functions/function-process.ts";

interface ChaosOptions {
  readonly count: number;
  readonly seed: number;
}

const SHARE_OF_FAILING_CALLS = 0.05;
/** What has not settled by then counts as lost. */
const LIMIT_MS = 240_000;
/**
 * Sends more webhooks only while fewer events than this are waiting, so that kills hit source and handler alike
 * throughout.
 */
const BACKLOG = 100;

/**
 * Sends many fills while calls fail and functions are killed, and checks that each person is there exactly once in the
 * end.
 */
export async function benchChaos({ count, seed }: ChaosOptions): Promise<Result> {
  const random = seededRandom(seed);
  const faults = createRandomFaults(await findStandIns(), seededRandom(random() * 2 ** 32), SHARE_OF_FAILING_CALLS);
  const fills = planFills(count, random, Date.now());
  const runner = await startRunner({ port: 0, dist, onLine: () => {}, faults });
  try {
    const started = performance.now();
    const deadline = AbortSignal.timeout(LIMIT_MS);
    const { attempts, kills } = await sendAmidKills(runner, fills, random, deadline);
    await settle(runner, faults, deadline);
    faults.end();
    const dead = await replayDeadLetters(runner);
    await settle(runner, faults, deadline);
    const configured = configuredCampaigns(readConfiguration());
    const campaigns = Object.fromEntries(configured.map(({ name, id }) => [name, id]));
    const verdict = verify(fills, campaigns, effectsOf(runner));
    const seconds = (performance.now() - started) / 1000;
    return resultOf({
      count,
      verdict,
      dead,
      notes: [
        `chaos, seed ${seed}: ${fills.length} fills by ${new Set(fills.map(({ email }) => email.trim().toLowerCase())).size} people in ${attempts} webhooks, ${kills} kills, ${seconds.toFixed(0)} s.`,
        `  ${describeFaults(faults)}`,
      ],
    });
  } finally {
    await runner.close();
  }
}

async function sendAmidKills(
  runner: Runner,
  fills: Parameters<typeof sendFills>[0],
  random: () => number,
  deadline: AbortSignal,
) {
  const ended = new AbortController();
  const functions = ["app", "form-submitted"]
    .map((name) => runner.functions.get(name))
    .filter((one) => one !== undefined);
  const killing = killAtRandom(functions, seededRandom(random() * 2 ** 32), AbortSignal.any([ended.signal, deadline]));
  const room = async () => {
    while (undelivered(runner) > BACKLOG && !deadline.aborted) await sleep(10);
  };
  const attempts = await sendFills(fills, { port: Number(new URL(runner.url).port), random, room, signal: deadline });
  ended.abort();
  return { attempts, kills: await killing };
}

/** Waits until every event is handled or dead-lettered, and every delayed effect has arrived. */
async function settle(runner: Runner, faults: RandomFaults, deadline: AbortSignal): Promise<void> {
  while ((undelivered(runner) > 0 || Date.now() < faults.settledAt()) && !deadline.aborted) await sleep(20);
}

function undelivered({ world }: Runner): number {
  const name = subscriptionPath("form-submitted");
  return world.pubsub.broker.state().subscriptions.find((subscription) => subscription.name === name)?.undelivered ?? 0;
}

/** With the same command that people use. @returns how many there were */
async function replayDeadLetters({ world }: Runner): Promise<number> {
  const lying = () => world.pubsub.broker.state().messages(subscriptionPath("form-submitted.dead-letter")).length;
  const count = lying();
  if (count === 0) return 0;
  await deadLetters(["replay", "--all", "--project", PROJECT], {
    environment: { PUBSUB_EMULATOR_HOST: world.pubsub.host },
    dist,
    signal: new AbortController().signal,
    print: () => {},
    complain: (sentence) => console.error(sentence),
  });
  return count;
}

function effectsOf({ world }: Runner): Effects {
  const state = (system: string) => world.systems.get(system)?.state() as Record<string, Effects["leads"]>; // rows are JSON objects
  const { Lead: leads = [], CampaignMember: members = [] } = state("salesforce");
  const { people = [], events = [] } = state("customerio");
  return { leads, members, people, events };
}

function describeFaults(faults: RandomFaults): string {
  const { calls, faults: struck } = faults.counts();
  const total = [...struck.values()].reduce((sum, hits) => sum + hits, 0);
  const list = [...struck].toSorted(([, a], [, b]) => b - a).map(([name, hits]) => `${hits} ${name}`);
  return `${calls} calls to other systems, ${total} of them failing: ${list.join(", ")}.`;
}

function resultOf({
  count,
  verdict,
  dead,
  notes,
}: {
  count: number;
  verdict: Verdict;
  dead: number;
  notes: readonly string[];
}): Result {
  const what = `${count} form fills amid faults and kills`;
  const shown = (label: string, list: readonly string[]) => list.slice(0, 20).map((line) => `  ${label}: ${line}`);
  return {
    figures: [
      { what: `${what}: not right`, unit: "", measured: count - verdict.right, goal: 0 },
      { what: "  lost", unit: "", measured: verdict.lost.length, goal: 0 },
      { what: "  doubled", unit: "", measured: verdict.doubled.length, goal: 0 },
      { what: "  dead letters, replayed once", unit: "", measured: dead },
    ],
    notes: [...notes, ...shown("lost", verdict.lost), ...shown("doubled", verdict.doubled)],
  };
}

const SHORTEST_MS = 500;
const LONGEST_MS = 4000;

/** Kills one of the functions with SIGKILL at random moments until the signal aborts. @returns how often */
async function killAtRandom(
  functions: readonly FunctionProcess[],
  random: () => number,
  signal: AbortSignal,
): Promise<number> {
  let kills = 0;
  while (!signal.aborted) {
    await sleep(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS), undefined, { signal }).catch(() => undefined);
    const pid = functions[Math.floor(random() * functions.length)]?.pid();
    if (signal.aborted || pid === undefined) continue;
    process.kill(pid, "SIGKILL");
    kills += 1;
  }
  return kills;
}
