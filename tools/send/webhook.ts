import { type Address, openSender as openSenderAt } from "../../local/console/send/sender.ts";
import type { Fresh } from "../../local/console/send/sample.ts";
import type { SendOptions } from "../../local/console/contract/send.ts";
import { UsageError } from "../../local/core/problems.ts";
import { askRunner } from "../runner/ask.ts";

/** What a source has answered. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly outcome: string;
  readonly events: readonly string[];
}

export type Send = (sample: Fresh, tamper?: SendOptions["tamper"]) => Promise<Answered>;

/** A source's sender, for many webhooks: signs by the source's own scheme, and posts. */
export async function openSender(url: string, name: string): Promise<Send> {
  const sources = (await askRunner(url, "/api/sources")) as Address[]; // local/runner/runner.ts made it
  const address = sources.find((source) => source.name === name);
  if (address === undefined)
    throw new UsageError(`There is no source ${name}. There are: ${sources.map((source) => source.name).join(", ")}`);
  const { sign, post } = await openSenderAt(address);
  return async (sample, tamper) => {
    const { status, text } = await post(sign(sample, tamper));
    return { status, text, ...whatIsIn(text) };
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
