import { DEFAULT_MAX_BODY_BYTES, type Source } from "../define/source.ts";
import type { SignedRequest } from "../signatures/scheme.ts";
import type { Answer } from "./answer.ts";

export type WebhookRequest = SignedRequest;

/** Why a request is not taken in, for the sender and, as a code, for the log. */
export interface Refusal {
  readonly answer: Answer;
  readonly reason: string;
}

/** What can be refused before the body is read: the server asks this first, and again with what has come of the body. */
export function refuseByHeaders(
  source: Source,
  { method, headers, body }: Omit<WebhookRequest, "url">,
): Refusal | undefined {
  const limit = source.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const length = Math.max(body.length, Number(headers["content-length"] ?? 0));
  if (method !== "POST")
    return refuse(405, "METHOD", `${method} is not allowed: webhooks are sent by POST`, { allow: "POST" });
  if (length > limit) return refuse(413, "TOO_LARGE", `the body is larger than ${limit} bytes`);
  return undefined;
}

/** What the signature says against it. The sender is told nothing of why. */
export function refuseBySignature(
  { signature }: Source,
  request: SignedRequest,
  { keys, now }: { readonly keys: readonly Buffer[]; readonly now: () => number },
): Refusal | undefined {
  const verdict = signature.verify(request, keys, now());
  if (verdict === "genuine") return undefined;
  return refuse(401, verdict === "stale" ? "SIGNATURE_STALE" : "SIGNATURE", "not verified", {
    "www-authenticate": "Signature",
  });
}

function refuse(status: number, reason: string, why: string, headers: Record<string, string> = {}): Refusal {
  return { reason, answer: { status, headers, body: { outcome: "refused", reason: why } } };
}
