import http from "node:http";
import { post } from "../requests.ts";
import type { Org } from "./org.ts";

export interface OneByOne {
  readonly perSecond: number;
  /** Calls that timed out waiting for the lock. */
  readonly locked: number;
}

/** Does what a handler for single events would: one call for each member, all at once. */
export async function writeOneByOne(org: Org, campaignId: string, leadIds: Iterable<string>): Promise<OneByOne> {
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
