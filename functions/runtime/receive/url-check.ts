import type { Source } from "../define/source.ts";
import { type Answer, answerHandshake } from "./answer.ts";
import type { SignedRequest } from "../signatures/scheme.ts";

/** Longer than any sender's challenge. */
const LONGEST_CHALLENGE = 1000;

/**
 * The answer to a GET or HEAD by which a sender checks its URL, or to the OPTIONS by which a sender of CloudEvents asks
 * whether it may send; undefined for any other request.
 */
export function answerUrlCheck(
  { urlCheck }: Source,
  { method, url, headers }: Pick<SignedRequest, "method" | "url" | "headers">,
): Answer | undefined {
  const permission = method === "OPTIONS" ? permissionFor(headers) : {};
  if (urlCheck === undefined || permission === undefined || !CHECKS.has(method)) return undefined;
  const query = Object.fromEntries(new URLSearchParams(/\?(.*)/s.exec(url)?.[1]));
  const text = urlCheck(query);
  if (text === undefined || text.length > LONGEST_CHALLENGE) return undefined;
  const answer = answerHandshake(text);
  // Nobody has signed the challenge: no browser is to take it for a page.
  return { ...answer, headers: { ...answer.headers, ...permission, "x-content-type-options": "nosniff" } };
}

const CHECKS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection Whoever asks may send,
 * since what it sends is verified. Undefined if the header does not hold a host's name.
 */
function permissionFor(headers: SignedRequest["headers"]): Record<string, string> | undefined {
  const origin = headers["webhook-request-origin"] ?? "";
  if (!/^[\w.:-]{1,253}$/.test(origin)) return undefined;
  const isRated = headers["webhook-request-rate"] !== undefined;
  return { "webhook-allowed-origin": origin, ...(isRated && { "webhook-allowed-rate": "*" }) };
}
