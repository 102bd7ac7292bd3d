import { existsSync } from "node:fs";
import { join } from "node:path";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { root } from "../../bundler/paths.ts";
import { type Address, openSender as openSenderAt, type Signed } from "../../local/console/send/sender.ts";
import type { Fresh } from "../../local/console/send/sample.ts";
import type { SendOptions } from "../../local/console/contract/send.ts";
import { parseObject, placeOfFault } from "../../local/core/json.ts";
import { UsageError } from "../../local/core/problems.ts";
import { askRunner, nothingAnswers, onceBuilt } from "../runner/ask.ts";

/** A source's answer. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly outcome: string;
  readonly events: readonly string[];
}

export type Send = (sample: Fresh, tamper?: SendOptions["tamper"]) => Promise<Answered>;

/**
 * Opens a sender that signs with the source's scheme and posts.
 * @param isGiven whether the user has chosen the id, which is an error if the webhook does not contain it
 */
export async function openSender(url: string, name: string, isGiven = false): Promise<Send> {
  const { sign, post } = await openSenderAt(await addressOf(name, url));
  return async (sample, tamper) => {
    const signed = sign(sample, tamper);
    if (isGiven && !holds(signed, sample.id))
      throw new UsageError(`--id can't be used: the sample of ${name} has no {{id}} where its sender puts the id.`);
    const { status, text } = await post(signed).catch(nothingAnswers(url));
    // A custom answer in text is printed as it is.
    const { outcome = "", events = [] }: { outcome?: string; events?: string[] } = parseObject(text) ?? {};
    return { status, text, outcome, events };
  };
}

/** What is to be said of answers to this body if one is quarantined. */
export function spellQuarantined(source: string, body: Buffer, answers: readonly Answered[]): string[] {
  const all = answers.filter(({ outcome }) => outcome === "quarantined");
  if (all.length === 0) return [];
  const place = all.some(({ text }) => text.includes("is not JSON")) ? placeOfFault(body.toString()) : undefined;
  return [
    ...(place === undefined ? [] : [`  no JSON: ${place}`]),
    `  kept in quarantine, and given to no handler: npm run dead-letters -- list --filter source=${source}`,
  ];
}

/** A running npm start knows only the sources that existed when it started; npm run dev knows a new one once it is built. */
async function addressOf(name: string, url: string): Promise<Address> {
  const sources = await sourcesAt(url);
  const there = sources.find((source) => source.name === name);
  if (there !== undefined) return there;
  if (!existsSync(join(root, "functions/sources", `${name}.ts`))) {
    const known = sources.map((source) => source.name);
    throw new UsageError(`There is no source ${name}; ${didYouMean(name, known)}`);
  }
  const unknown = `What runs at ${url} does not have the source ${name} yet`;
  const { isWatching } = (await askRunner(url, "/api/health")) as { isWatching: boolean }; // validated by its schema
  if (!isWatching) throw new UsageError(`${unknown}: end npm start and start it again.`);
  const built = await onceBuilt(
    `Source ${name} is being built at ${url}`,
    async () => (await sourcesAt(url)).find((source) => source.name === name),
    (source) => source !== undefined,
  );
  if (built === undefined) throw new UsageError(`${unknown}: see what the build says there.`);
  return built;
}

async function sourcesAt(url: string): Promise<readonly Address[]> {
  return (await askRunner(url, "/api/sources")) as Address[]; // made by local/runner/runner.ts
}

function holds({ headers, body }: Signed, id: string): boolean {
  return body.includes(id) || Object.values(headers).some((value) => value.includes(id));
}
