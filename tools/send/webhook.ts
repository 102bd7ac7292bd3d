import type { Fresh } from "../../local/runner/samples/fresh.ts";
import { type Address, openSigner, type Tampering } from "../../local/runner/samples/sign.ts";
import { askRunner } from "./api.ts";

/** What a source has answered. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly outcome: string;
  readonly events: readonly string[];
}

/** A source's sender, for many webhooks: signs by the source's own scheme, and posts. */
export async function openSender(
  url: string,
  name: string,
): Promise<(sample: Fresh, tamper?: Tampering) => Promise<Answered>> {
  const sources = (await askRunner(url, "/api/sources")) as Address[]; // local/runner/runner.ts made it
  const address = sources.find((source) => source.name === name);
  if (address === undefined)
    throw new Error(`There is no source ${name}. There are: ${sources.map((source) => source.name).join(", ")}`);
  const sign = await openSigner(address);
  return async (sample, tamper) => {
    const { url: to, method, headers, body } = sign(sample, tamper);
    const response = await fetch(to, { method, headers, body: new Uint8Array(body) });
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
