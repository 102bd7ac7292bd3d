import type { FetchResponse } from "./client.ts";

/** How much of a system's daily calls is used, by anybody. */
export interface Usage {
  readonly used: number;
  readonly max: number;
}

/** Salesforce reports it in each answer, maybe beside an app's own, `per-app-api-usage`; undefined for other systems. */
export function usageIn(headers: Pick<FetchResponse["headers"], "get">): Usage | undefined {
  const usage = /(?<!-)api-usage=(\d+)\/(\d+)/.exec(headers.get("sforce-limit-info") ?? "");
  return usage === null ? undefined : { used: Number(usage[1]), max: Number(usage[2]) };
}
