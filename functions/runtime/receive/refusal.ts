import { DEFAULT_MAX_BODY_BYTES, type Source } from "../define/source.ts";
import type { SignedRequest } from "../signatures/scheme.ts";
import type { Answer } from "./answer.ts";
import { inflatedOnce } from "./inflate.ts";
import { answerUrlCheck } from "./url-check.ts";

/** Why a request is refused: for the sender and, as a code, for the log. */
interface Refusal {
  readonly answer: Answer;
  readonly reason: string;
}

/** Refusals that don't need the body: checked by the server first, and again with the body received so far. */
export function refuseByHeaders(source: Source, { method, url, headers, body }: SignedRequest): Refusal | undefined {
  const limit = source.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const length = Math.max(body.length, Number(headers["content-length"] ?? 0));
  if (method !== "POST" && answerUrlCheck(source, { method, url, headers }) === undefined)
    return refuse(405, "METHOD", `${method} is not allowed: webhooks are sent by POST`, { allow: "POST" });
  if (length > limit) return refuse(413, "TOO_LARGE", `the body is larger than ${limit} bytes`);
  return undefined;
}

interface Verifying {
  readonly keys: readonly Buffer[];
  readonly now: () => number;
}

/** The request as its sender signed it, or the signature's verdict against it; the sender is not told why. */
export function verified(source: Source, request: SignedRequest, { keys, now }: Verifying): SignedRequest | Refusal {
  const verdictOn = (one: SignedRequest) => source.signature.verify(one, keys, now());
  const verdict = verdictOn(request);
  const plain = verdict === "forged" ? uncompressed(source, request) : undefined;
  const [signed, said] = plain === undefined ? [request, verdict] : [plain, verdictOn(plain)];
  if (said === "genuine") return signed;
  return refuse(401, said === "stale" ? "SIGNATURE_STALE" : "SIGNATURE", "not verified", {
    "www-authenticate": "Signature",
  });
}

/** Unverified data is not inflated beyond this. */
const MOST_UNVERIFIED_BYTES = 1024 * 1024;

/**
 * A body that was signed before it was compressed, as GetStream does and an application's HTTP client may. The
 * signature is then verified over the inflated body. https://github.com/GetStream/stream-chat-java/pull/254
 */
function uncompressed(source: Source, request: SignedRequest): SignedRequest | undefined {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = source;
  const { headers } = request;
  const most = Math.min(maxBodyBytes, MOST_UNVERIFIED_BYTES);
  const body = inflatedOnce(request.body, headers["content-encoding"] ?? "", most);
  return body && { ...request, headers: { ...headers, "content-encoding": undefined }, body };
}

function refuse(status: number, reason: string, why: string, headers: Record<string, string> = {}): Refusal {
  return { reason, answer: { status, headers, body: { outcome: "refused", reason: why } } };
}
