import { isForEverybody, UnavailableError } from "../../../runtime/define/errors.ts";
import type { Caller } from "../../outgoing/exchange.ts";
import { refusalError } from "./errors.ts";
import { type Org, request } from "./rest.ts";

const PATH = `/query?q=${encodeURIComponent("SELECT Id FROM Lead LIMIT 1")}`;

/**
 * Whether the org answers, to our user; it says in any answer how much of the day's calls is used. Not by GET /limits, which demands
 * View Setup and Configuration, a right that nothing else of ycat needs:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm
 */
export async function probe(org: Org, caller: Caller): Promise<void> {
  const { refusal } = await request(org, caller, { method: "GET", path: PATH, operation: "GET /query" });
  if (refusal === undefined) return;
  const error = refusalError(refusal);
  // One that lacks the right to read Leads has been answered.
  if (error instanceof UnavailableError && isForEverybody(error)) throw error;
}
