import { systemClock } from "../../../local/core/clock.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { serve } from "../../../local/core/serve.ts";
import { readConfiguration } from "../../../local/runner/configuration.ts";
import standIn from "../../../local/salesforce/stand-in.ts";

/** A campaign's lock. Transactions on it are sequential, whoever writes. */
export const LOCK = { transactionMs: 50, lockHoldMs: 0.2, lockWaitMs: 10_000 };
/** Maximum size of a collection. */
export const MOST_RECORDS = 200;
/** The smallest allowance of an org. */
export const DAILY_CALLS = 100_000;

export interface Org {
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly accessToken: string;
  /** Adds this many Leads without a campaign. Returns their ids by e-mail. */
  seed(count: number, name: string): ReadonlyMap<string, string>;
  members(campaignId: string): readonly Member[];
  /** Calls used of the day's allowance. */
  calls(): number;
  /** Collections written so far, and their total time from request to answer. */
  written(): { readonly transactions: number; readonly ms: number };
  close(): Promise<void>;
}

/** Fields of CampaignMember. */
export interface Member {
  readonly LeadId?: unknown;
  readonly Status?: unknown;
}

/** A Salesforce org in which every write locks its campaign. */
export async function openOrg(): Promise<Org> {
  const faults = createFaults([standIn]);
  const org = standIn.open({ clock: systemClock, faults, random: Math.random });
  org.setUp(readConfiguration());
  org.configure({ ...LOCK, dailyRequests: DAILY_CALLS });
  let calls = 0;
  let [transactions, ms] = [0, 0];
  const server = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/services/data/")) calls += 1;
    const begun = performance.now();
    const answer = await org.fetch(request);
    if (pathname.endsWith("/composite/sobjects")) {
      transactions += 1;
      ms += performance.now() - begun;
    }
    return answer;
  });
  return {
    url: server.url,
    settings: standIn.settings(server.url),
    accessToken: org.openSession(),
    seed(count, name) {
      const people = Array.from({ length: count }, (_, index) => `${name}-${index}@example.com`);
      const lead = { LastName: "Lovelace", Company: "Analytical Engines" };
      return new Map(people.map((Email) => [Email, org.insert("Lead", { ...lead, Email })]));
    },
    members: (campaignId) => {
      const { CampaignMember = [] } = org.state() as Record<string, (Member & { CampaignId?: unknown })[]>; // its rows
      return CampaignMember.filter((member) => member.CampaignId === campaignId);
    },
    calls: () => calls,
    written: () => ({ transactions, ms }),
    close: () => server.close(),
  };
}
