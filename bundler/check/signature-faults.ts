import type { Source } from "../../functions/runtime/define/source.ts";
import type { SignatureScheme } from "../../functions/runtime/signatures/scheme.ts";
import { sampleWebhook } from "../read/published.ts";
import type { SourceFile } from "../read/units.ts";

/** tsc says this too, if it is run; here it must not end in a stack trace of the build. */
export function signatureFaults({
  specification: source,
  samples,
}: Pick<SourceFile, "specification" | "samples">): string[] {
  const { headers, verify }: Partial<SignatureScheme> = source.signature;
  if (!Array.isArray(headers) || typeof verify !== "function")
    return [
      "signature is no scheme: scheme({ … }) makes one, or a function of functions/runtime/signatures/schemes.ts.",
    ];
  try {
    verify({ method: "POST", url: "https://example.com/", headers: {}, body: Buffer.alloc(0) }, [], 0);
  } catch (error) {
    return [`signature can't be verified: ${String(error)}. Is a place missing, such as scheme()'s signature?`];
  }
  return [...headerFaults(source), ...samples.flatMap((sample) => signingFaults(source, sample)).slice(0, 1)];
}

/** Well-formed for every scheme with a secret. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** Signs a sample as its sender would, which must verify: an empty body proves nothing about a scheme. */
function signingFaults({ signature, ...source }: Source, sample: SourceFile["samples"][number]): string[] {
  if (signature.hasKeyPair || typeof signature.sign !== "function") return [];
  try {
    const { headers, body, signedAt = 0 } = sampleWebhook({ signature, ...source }, sample);
    const key = signature.key(SECRET);
    const sent = { method: "POST", url: "https://example.com/webhooks/name", headers: definedIn(headers), body };
    const signed = signature.sign({ ...sent, id: "msg_sample" }, key, signedAt);
    if (signature.verify(signed, [key], signedAt) === "genuine") return [];
    return [
      `signature does not take what it signs itself of ${sample.file}: nothing that its sender posts would be genuine.`,
    ];
  } catch (error) {
    return [
      `signature can't be made of ${sample.file}: ${String(error).replace(/\.$/, "")}. signed() returns a list of texts and buffers, of what the request holds.`,
    ];
  }
}

function definedIn(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function headerFaults({ headers = [], signature }: Source): string[] {
  const lowerCase = (place: string, names: readonly string[]) =>
    names
      .filter((header) => header !== header.toLowerCase())
      .map((header) => `${place} names "${header}": header names are in lower case.`);
  const secret = headers.filter(
    (header) => header === "cookie" || header === "authorization" || signature.headers.includes(header),
  );
  return [
    ...lowerCase("signature", signature.headers),
    ...secret.map((header) => `headers names "${header}", which must not be kept.`),
    ...lowerCase("headers", headers),
  ];
}
