import { CommandError } from "../../local/core/problems.ts";
import { join } from "node:path";
import { dist } from "../../bundler/paths.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { mailings } from "../../functions/configuration/mailings.ts";
import { startPubsub } from "../../local/pubsub/api/server.ts";
import { environmentOf } from "../../local/runner/functions/environment.ts";
import { createTopics } from "../../local/runner/functions/topics.ts";
import type { Result } from "./figure.ts";
import { DAILY_CALLS, LOCK, MOST_RECORDS, type Org, openOrg } from "./mailing/org.ts";
import { publishReports, type Run, runBatches } from "./mailing/run.ts";
import { leastSeconds, thirdsOf, type Verdict, verdictOf } from "./mailing/verdict.ts";
import http from "node:http";
import { post } from "./requests.ts";

const CAMPAIGN = campaignOf("customerio:newsletter:7");
const CAMPAIGN_OF_PEER = campaignOf("customerio:campaign:45");
/** As many as the lock admits within the others' waiting time, and a few more. */
const SAMPLE = 250;

/** Writes a newsletter's reports into one campaign, which each transaction locks. */
export async function benchMailing({ count }: { readonly count: number }): Promise<Result> {
  const org = await openOrg();
  const pubsub = await startPubsub({ push: () => Promise.reject(new Error("nothing is pushed here")) });
  try {
    const manifest = await readManifest(dist);
    createTopics(pubsub.broker, manifest);
    const sample = org.seed(SAMPLE, "sample");
    const people = org.seed(count, "reader");
    publishReports(pubsub.broker, [...people.keys()]);
    const peer = await writeOneByOne(org, CAMPAIGN_OF_PEER, sample.values());
    const before = org.calls();
    const handler = {
      name: "email-reported",
      folder: join(dist, "functions", "email-reported"),
      environment: environmentOf("email-reported", manifest, { pubsub: pubsub.host, settings: org.settings }),
    };
    const run = await runBatches(handler, pubsub.broker);
    const verdict = verdictOf(people.values(), org.members(CAMPAIGN));
    return resultOf(count, { peer, run, verdict, calls: org.calls() - before, written: org.written() });
  } finally {
    await Promise.all([pubsub.close(), org.close()]);
  }
}

function campaignOf(mailing: string): string {
  const { campaignId } = mailings.get(mailing) ?? {};
  if (campaignId === undefined) throw new CommandError(`functions/configuration/mailings.json has no ${mailing}.`);
  return campaignId;
}

interface Measured {
  readonly peer: OneByOne;
  readonly run: Run;
  readonly verdict: Verdict;
  readonly calls: number;
  readonly written: ReturnType<Org["written"]>;
}

function resultOf(count: number, { peer, run, verdict, calls, written }: Measured): Result {
  const { seconds, residentMiB, locked } = run;
  const what = `${count} reports of a mailing into one campaign`;
  const memory = thirdsOf(residentMiB);
  const allowed = leastSeconds(count, LOCK, MOST_RECORDS);
  const one = { name: "one call a record", measured: peer.perSecond };
  return {
    figures: [
      { what, unit: "a second", measured: count / seconds, peer: one, atLeast: 80 },
      { what: "  of what the lock allows", unit: "%", measured: (100 * allowed) / seconds, atLeast: 80 },
      { what: "  lost", unit: "", measured: verdict.lost, goal: 0 },
      { what: "  doubled", unit: "", measured: verdict.doubled, goal: 0 },
      { what: "  lock errors left", unit: "", measured: locked.left + run.dead, goal: 0 },
      { what: "  API calls", unit: "", measured: calls },
      { what: "  memory of the batch function, at most", unit: "MiB", measured: Math.max(...residentMiB), goal: 256 },
      {
        what: "  memory in the last third of the time",
        unit: "MiB",
        measured: memory.last,
        peer: { name: "first third", measured: memory.first },
        goal: 1.2,
      },
    ],
    notes: [
      `mailing: ${seconds.toFixed(1)} s where the lock allows ${allowed.toFixed(1)} s, in ${run.invocations} invocation(s); ${written.transactions} transactions took ${(written.ms / written.transactions).toFixed(1)} ms each, between two ${((seconds * 1000 - written.ms) / written.transactions).toFixed(1)} ms.`,
      `  ${calls} of ${DAILY_CALLS} API calls a day; ${locked.again} rows locked and written again, ${run.dead} dead letters; ${(run.cpuMs / 1000).toFixed(1)} s of the function's CPU.`,
      `  The peer: ${SAMPLE} calls at once, ${peer.locked} of which were refused for the lock.`,
    ],
  };
}

interface OneByOne {
  readonly perSecond: number;
  /** Calls that timed out waiting for the lock. */
  readonly locked: number;
}

/** Does what a handler for single events would: one call for each member, all at once. */
async function writeOneByOne(org: Org, campaignId: string, leadIds: Iterable<string>): Promise<OneByOne> {
  const agent = new http.Agent({ keepAlive: true });
  const target = { port: Number(new URL(org.url).port), agent };
  const headers = { "content-type": "application/json", authorization: `Bearer ${org.accessToken}` };
  const path = "/services/data/v60.0/sobjects/CampaignMember";
  const begun = performance.now();
  const answers = await Promise.all(
    Array.from(leadIds, (LeadId) =>
      post(target, {
        path,
        headers,
        body: Buffer.from(JSON.stringify({ CampaignId: campaignId, LeadId, Status: "Sent" })),
      }),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  const locked = answers.filter(({ body }) => body.includes("UNABLE_TO_LOCK_ROW")).length;
  const written = answers.filter(({ status }) => status === 201).length;
  if (written + locked < answers.length) throw new Error(`Salesforce answered ${answers.at(-1)?.body}.`);
  return { perSecond: written / seconds, locked };
}
