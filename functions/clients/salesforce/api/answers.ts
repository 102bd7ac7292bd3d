import { jsonIn, membersOf } from "../../../runtime/objects.ts";
import type { SystemAnswer } from "../../outgoing/exchange.ts";
import { isIdOf } from "./ids.ts";

interface Asked {
  readonly method: string;
  readonly url: URL;
}

/** jsforce trusts any 200, even cut JSON, which it passes on as text. Only writes may have an empty answer. */
export function isAnswerTo({ method, url }: Asked, { status, headers, body }: SystemAnswer): boolean {
  if (status === 204 || (body === "" && method !== "GET" && method !== "POST")) return true;
  if (!/^application\/json\b/.test(headers.get("content-type") ?? "")) return true;
  const read = jsonIn(body);
  if (read === undefined) return false;
  const path = url.pathname.replace(/^\/services\/data\/v[\d.]+/, "");
  const soql = url.searchParams.get("q");
  if (/^\/query(All)?$/.test(path) && soql !== null) return isPageOf(soql, read);
  const created = /^\/sobjects\/(\w+)\/?$/.exec(path)?.[1];
  return method !== "POST" || created === undefined || createdId(created, read) !== undefined;
}

/**
 * Undefined where the body does not say that a record of that object was created: it may be the answer to another call.
 */
export function createdId(type: string, body: unknown): string | undefined {
  const { id, success } = membersOf(body);
  return isIdOf(type, id) && success === true ? id : undefined;
}

function isPageOf(soql: string, body: unknown): boolean {
  const { records, done } = membersOf(body);
  if (!Array.isArray(records) || typeof done !== "boolean") return false;
  const allowed = [typeIn(soql), "aggregateresult", undefined];
  return records.every((record) => allowed.includes(typeOf(record)));
}

/**
 * The object that a query selects from, in lower case; texts and brackets are skipped, since subqueries have objects of
 * their own.
 */
export function typeIn(soql: string): string | undefined {
  let text = soql.replaceAll(/'(?:\\.|[^'\\])*'/g, "");
  for (let before = ""; before !== text;) [before, text] = [text, text.replaceAll(/\([^()]*\)/g, "")];
  return /\bFROM\s+(\w+)/i.exec(text)?.[1]?.toLowerCase();
}

/** The object that a row names as its own, in lower case. */
export function typeOf(record: unknown): string | undefined {
  const { type } = membersOf(membersOf(record)["attributes"]);
  return typeof type === "string" ? type.toLowerCase() : undefined;
}
