import { join } from "node:path";
import { root } from "../paths.ts";
import { eventSamples, webhookSamples } from "../read/samples.ts";

/** As their makers begin them: Slack, Stripe, Standard Webhooks, AWS, Google, GitHub, SendGrid; keys; tokens that are signed. */
const SECRET =
  /\bxox[abeprs]-[\w-]{20,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+|\b[rs]k_live_\w{16,}|\bwhsec_[\w+/]{24,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b|\bgh[opsu]_\w{36}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/;

/** Secrets that a sample was recorded with: a sentence for each file and line. */
export function secretFaults(samples = join(root, "samples")): string[] {
  return placesOf(samples, SECRET).map(
    (place) => `${place}: there is a secret in it: it must go, and be changed where it is valid.`,
  );
}

/** An address at no domain that is kept for examples: https://www.rfc-editor.org/rfc/rfc2606 */
const STRANGER =
  /[\w.+-]@(?!(?:[\w-]+\.)*example\.(?:com|org|net)\b|(?:[\w-]+\.)+(?:example|test|invalid)\b)[\w-]+\.[a-z]{2,}/i;

/** Addresses of people who may exist, which no sample is to name: where they stand, in a sentence each. */
export function strangersInSamples(samples = join(root, "samples")): string[] {
  return placesOf(samples, STRANGER).map(
    (place) => `${place}: an address that may be somebody's: those at example.com are nobody's.`,
  );
}

function placesOf(samples: string, pattern: RegExp): string[] {
  return [...webhookSamples(samples), ...eventSamples(samples)].flatMap(({ file, template }) => {
    const at = template.search(pattern);
    return at === -1 ? [] : [`${file}:${template.slice(0, at).split("\n").length}`];
  });
}
