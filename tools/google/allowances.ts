import { DAILY_CALLS } from "../../bundler/read/measured.ts";
import type { Allowances } from "../../local/console/dead-letters/foresee/forecast.ts";
import type { ReportedAllowance } from "../../local/console/dead-letters/objections.ts";
import { listIn, memberOf, textIn } from "../json.ts";
import type { Google } from "./ask.ts";

const MOST = 200;

/** Older log lines report calls that have become available again since. */
export const LATELY_MS = 3600_000;

/** Which log lines to read. Another copy in the project may use another org. */
interface Logged {
  /** Without prefix. */
  readonly functions: readonly string[];
  readonly prefix: string;
  readonly sinceMs: number;
}

/**
 * The usage that systems last reported, from the functions' logs:
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
 * @throws CommandError if this account may not read logs
 */
export async function allowancesLogged(
  { project, ask, urls }: Google,
  { functions, prefix, sinceMs }: Logged,
  now: number = Date.now(),
): Promise<ReportedAllowance[]> {
  const services = functions.map((name) => JSON.stringify(prefix + name)).join(" OR ");
  const page = await ask("POST", `${urls.logging}/v2/entries:list`, {
    resourceNames: [`projects/${project}`],
    filter: [
      'resource.type="cloud_run_revision"',
      `resource.labels.service_name=(${services})`,
      "jsonPayload.quotaMax>0",
      `timestamp>=${JSON.stringify(new Date(now - sinceMs).toISOString())}`,
    ].join("\n"),
    orderBy: "timestamp desc",
    pageSize: MOST,
  });
  const latest = new Map<string, ReportedAllowance>();
  for (const entry of listIn(page, "entries")) {
    const system = textIn(entry, "jsonPayload", "system");
    const [used, max] = ["quotaUsed", "quotaMax"].map((name) => Number(memberOf(entry, "jsonPayload", name)));
    if (system === "" || latest.has(system) || used === undefined || max === undefined) continue;
    latest.set(system, { system, unit: DAILY_CALLS, used, max, at: Date.parse(textIn(entry, "timestamp")) });
  }
  return [...latest.values()];
}

/** By system and unit. */
export function sharesOf(told: readonly ReportedAllowance[]): Readonly<Record<string, Allowances>> {
  return Object.fromEntries(told.map(({ system, unit, used, max }) => [system, { [unit]: { used, max } }]));
}
