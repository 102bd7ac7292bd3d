import { parseObject } from "../../core/json.ts";
import type { SentRequest, Touch, RequestKind } from "../../core/requests.ts";

type Body = Readonly<Record<string, unknown>>;

/**
 * Ensuring that a person exists counts as a read: two such calls commute. Calls that check existence or delete touch
 * everything.
 */
const IS_THERE: Touch = { kind: "people", fields: ["is there"], isWrite: false };

/** People attribute by attribute, as customer.io dates each, and events by id. */
export function touches({ method, url, body }: SentRequest): readonly Touch[] | undefined {
  const operation = `${method} ${url.pathname.replace(/\/customers\/[^/]+/, "/customers/{id}")}`;
  // For these calls, an unknown person equals one with only an e-mail.
  if (operation === "GET /v1/customers/{id}/attributes" || operation === "POST /v1/customers")
    return [{ kind: "people", fields: "all", isWrite: false }];
  const given = parseObject(body);
  if (given === undefined) return undefined;
  if (operation === "PUT /api/v1/customers/{id}") return identified(given);
  if (operation === "POST /api/v1/customers/{id}/events") return tracked(given);
  return undefined;
}

function identified(body: Body): readonly Touch[] | undefined {
  if ("_update" in body || "anonymous_id" in body) return undefined;
  const fields = Object.keys(body).filter((name) => name !== "_timestamp");
  return [IS_THERE, { kind: "people", fields, isWrite: true }];
}

function tracked({ id }: Body): readonly Touch[] {
  return [IS_THERE, { kind: "events", fields: typeof id === "string" ? [id.toUpperCase()] : "all", isWrite: true }];
}

/** Requests are rate-limited but free; e-mails are billed: https://docs.customer.io/api/track/ */
export function costOf({ method, url: { pathname } }: RequestKind): Readonly<Record<string, number>> {
  if (pathname.startsWith("/api/")) return { "Track API requests (1,000 a second)": 1 };
  return {
    "App API requests (10 a second)": 1,
    ...(method === "POST" && pathname === "/v1/send/email" ? { "e-mails": 1 } : {}),
  };
}
