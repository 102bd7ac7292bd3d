import type { Source } from "../define/source.ts";
import { type Answer, answerHandshake } from "./answer.ts";
import type { SignedRequest } from "../signatures/scheme.ts";

/** Longer than any sender's challenge. */
const LONGEST_CHALLENGE = 1000;

/** The answer to a GET or HEAD by which a sender checks its URL; undefined for any other request. */
export function answerUrlCheck(
  { urlCheck }: Source,
  { method, url }: Pick<SignedRequest, "method" | "url">,
): Answer | undefined {
  if (urlCheck === undefined || (method !== "GET" && method !== "HEAD")) return undefined;
  const query = Object.fromEntries(new URLSearchParams(/\?(.*)/s.exec(url)?.[1]));
  const text = urlCheck(query);
  if (text === undefined || text.length > LONGEST_CHALLENGE) return undefined;
  const answer = answerHandshake(text);
  // Nobody has signed the challenge: no browser is to take it for a page.
  return { ...answer, headers: { ...answer.headers, "x-content-type-options": "nosniff" } };
}
