import { join } from "node:path";
import { root } from "../paths.ts";
import { eventSamples, webhookSamples } from "../read/samples.ts";

/** Prefixes of secrets: Slack, Stripe, Standard Webhooks, AWS, Google, GitHub, SendGrid; keys; signed tokens. */
const SECRET =
  /\bxox[abeprs]-[\w-]{20,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+|\b[rs]k_live_\w{16,}|\bwhsec_[\w+/]{24,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bgh[opsu]_\w{36}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/;

/** Secrets recorded in samples: a sentence for each file and line. */
export function secretFaults(samples = join(root, "samples")): string[] {
  return placesOf(samples, SECRET).map(
    (place) => `${place}: there is a secret in it: remove it, and revoke it where it is valid.`,
  );
}

/** A placeholder that is meant to be filled in when it is sent, but is misspelt. */
const PLACEHOLDER = /\{\{\s*(?:id|event_?id|uuid|now|timestamp|time|date)(?::\w*)?\s*\}\}/i;
const KNOWN = /\{\{(?:id|now|now:s|now:ms)\}\}/g;

/** Placeholders that would be sent literally: a sentence for each file and line. */
export function placeholderFaults(): string[] {
  return placesOf(join(root, "samples"), PLACEHOLDER, (template) =>
    template.replaceAll(KNOWN, (known) => "-".repeat(known.length)),
  ).map(
    (place) =>
      `${place}: only {{id}}, {{now}}, {{now:s}} and {{now:ms}} are filled in, without blanks: anything else would be sent as it is.`,
  );
}

/** An address at a domain that is not reserved for examples: https://www.rfc-editor.org/rfc/rfc2606 */
const STRANGER =
  /[\w.+-]@(?!(?:[\w-]+\.)*example\.(?:com|org|net)\b|(?:[\w-]+\.)+(?:example|test|invalid)\b)[\w-]+\.[a-z]{2,}/i;

/** Addresses of people who may exist, which no sample may name: a sentence each, with the place. */
export function realAddressFaults(samples = join(root, "samples")): string[] {
  return placesOf(samples, STRANGER).map(
    (place) => `${place}: an address that may belong to somebody: use one at example.com.`,
  );
}

function placesOf(samples: string, pattern: RegExp, plain = (template: string) => template): string[] {
  return [...webhookSamples(samples), ...eventSamples(samples)].flatMap(({ file, template }) => {
    const at = plain(template).search(pattern);
    return at === -1 ? [] : [`${file}:${template.slice(0, at).split("\n").length}`];
  });
}
