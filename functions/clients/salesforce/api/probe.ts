import type { Caller } from "../../outgoing/exchange.ts";
import { refusalError } from "./refusals.ts";
import { type Org, request } from "./rest.ts";

/** Whether the org answers, to our user. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm */
export async function probe(org: Org, caller: Caller): Promise<void> {
  const { refusal } = await request(org, caller, { method: "GET", path: "/limits", operation: "GET /limits" });
  if (refusal !== undefined) throw refusalError(refusal);
}
