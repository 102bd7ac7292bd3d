import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../../bundler/paths.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import type { SentRequest } from "../../../functions/runtime/signatures/scheme.ts";
import { privateKeyOf, signingSecret } from "../functions/environment.ts";
import type { Fresh } from "./fresh.ts";

const CONTENT_TYPES = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  xml: "text/xml; charset=utf-8",
};

const YEAR_MS = 366 * 24 * 3600 * 1000;

/** How a webhook is spoilt: without a signature, with another secret's, or with one of last year. */
export type Tampering = "unsigned" | "wrong-signature" | "old";

export interface Address {
  readonly name: string;
  /** As the sender knows it. */
  readonly url: string;
  /** Those that the function has. */
  readonly secrets: readonly string[];
}

/** What makes requests of samples, as the source's sender does: signed by its own scheme. */
export async function openSigner({
  name,
  url,
  secrets,
}: Address): Promise<(sample: Fresh, tamper?: Tampering) => SentRequest> {
  const { default: source }: { default: Source } = await import(
    pathToFileURL(join(root, "functions/sources", `${name}.ts`)).href
  );
  const { signature } = source;
  const keyOf = (owner: string, secret: string) => (signature.hasKeyPair ? privateKeyOf(owner) : signature.key(secret));
  return ({ id, body, ...sample }, tamper) => {
    const headers = { "content-type": CONTENT_TYPES[source.body ?? "json"], ...sample.headers };
    const draft = { method: "POST", url, headers, body };
    if (tamper === "unsigned") return draft;
    const other = "nobody"; // whose secret no function has
    const key = tamper === "wrong-signature" ? keyOf(other, signingSecret(other)) : keyOf(name, secrets[0] ?? "");
    return signature.sign({ ...draft, id }, key, Date.now() - (tamper === "old" ? YEAR_MS : 0));
  };
}
