import { Refusal } from "../state/refusal.ts";
import type { Scope } from "./query-run.ts";
import type { Reply, RestCall } from "./rest-call.ts";

/** GET /query?q=SOQL */
export function answerQuery(call: RestCall): Reply {
  return answerOf(call, "query");
}

/** GET /queryAll?q=SOQL: deleted records too. */
export function answerQueryAll(call: RestCall): Reply {
  return answerOf(call, "queryAll");
}

function answerOf({ queries, params, transaction }: RestCall, scope: Scope): Reply {
  const soql = params.get("q");
  if (soql === null) throw new Refusal("MALFORMED_QUERY", "A query string has to be specified");
  return { status: 200, body: queries.run(soql, transaction.version, scope) };
}

/** GET /query/LOCATOR, a further page. */
export function answerQueryPage({ queries, path: { locator = "" }, transaction }: RestCall): Reply {
  return { status: 200, body: queries.more(locator, transaction.version) };
}
