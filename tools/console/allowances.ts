import { listIn, memberOf, textIn } from "../deploy/json.ts";
import type { Google } from "../google/ask.ts";

/** What a system has said last of what is used of its allowance. */
export interface AllowanceView {
  readonly system: string;
  readonly used: number;
  readonly max: number;
  readonly at: string;
}

const SINCE_MS = 24 * 3600_000;
const MOST = 200;

/** As the functions have logged it within a day: https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list */
export async function allowancesLogged({ project, ask, urls }: Google): Promise<AllowanceView[]> {
  const page = await ask("POST", `${urls.logging}/v2/entries:list`, {
    resourceNames: [`projects/${project}`],
    filter: [
      'resource.type="cloud_run_revision"',
      "jsonPayload.quotaMax>0",
      `timestamp>=${JSON.stringify(new Date(Date.now() - SINCE_MS).toISOString())}`,
    ].join("\n"),
    orderBy: "timestamp desc",
    pageSize: MOST,
  });
  const latest = new Map<string, AllowanceView>();
  for (const entry of listIn(page, "entries")) {
    const system = textIn(entry, "jsonPayload", "system");
    const [used, max] = ["quotaUsed", "quotaMax"].map((name) => Number(memberOf(entry, "jsonPayload", name)));
    if (system !== "" && !latest.has(system) && used !== undefined && max !== undefined)
      latest.set(system, { system, used, max, at: textIn(entry, "timestamp") });
  }
  return [...latest.values()];
}
