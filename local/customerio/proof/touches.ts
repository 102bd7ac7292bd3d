import { parseObject } from "../../core/json.ts";
import type { SentRequest, Touch } from "../../core/requests.ts";

type Body = Readonly<Record<string, unknown>>;

/**
 * To make sure that a person is there counts as reading it: two that do so come to the same in either order. Whatever asks
 * whether somebody is there, or takes them away, is no such request, and touches everything.
 */
const IS_THERE: Touch = { kind: "people", fields: ["is there"], isWrite: false };

/** People attribute by attribute, as customer.io dates them, and events by their ids. */
export function touches({ method, url, body }: SentRequest): readonly Touch[] | undefined {
  const operation = `${method} ${url.pathname.replace(/\/customers\/[^/]+/, "/customers/{id}")}`;
  // Nobody, and somebody with nothing but an e-mail, are the same to who asks for attributes.
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
