import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Source } from "../../functions/runtime/define/source.ts";
import { root } from "../../bundler/paths.ts";
import { privateKeyOf } from "../../local/runner/functions/environment.ts";
import { askRunner } from "./api.ts";
import type { Fresh } from "./samples.ts";

const CONTENT_TYPES = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  xml: "text/xml; charset=utf-8",
};

interface SourceAddress {
  readonly name: string;
  readonly url: string;
  readonly secrets: readonly string[];
}

/** Signs the sample by the source's own scheme and posts it, as its sender does. */
export async function postWebhook(url: string, name: string, sample: Fresh) {
  return (await openSender(url, name))(sample);
}

/** A source's sender, for many webhooks. */
export async function openSender(url: string, name: string) {
  const sources = (await askRunner(url, "/api/sources")) as SourceAddress[]; // local/runner/runner.ts made it
  const address = sources.find((source) => source.name === name);
  if (address === undefined)
    throw new Error(`There is no source ${name}. There are: ${sources.map((source) => source.name).join(", ")}`);
  const { default: source }: { default: Source } = await import(
    pathToFileURL(join(root, "functions/sources", `${name}.ts`)).href
  );
  const { signature } = source;
  const key = signature.hasKeyPair ? privateKeyOf(name) : signature.key(address.secrets[0] ?? "");
  return async ({ id, body, ...sample }: Fresh) => {
    const headers = { "content-type": CONTENT_TYPES[source.body ?? "json"], ...sample.headers };
    const sent = signature.sign({ method: "POST", url: address.url, headers, body, id }, key, Date.now());
    const response = await fetch(sent.url, {
      method: sent.method,
      headers: sent.headers,
      body: new Uint8Array(sent.body),
    });
    const text = await response.text();
    return { status: response.status, text, ...whatIsIn(text) };
  };
}

function whatIsIn(text: string): { outcome: string; events: readonly string[] } {
  try {
    const { outcome = "", events = [] }: { outcome?: string; events?: string[] } = JSON.parse(text);
    return { outcome, events };
  } catch {
    return { outcome: "", events: [] }; // a text that the source answers instead: it has been printed as it is
  }
}
