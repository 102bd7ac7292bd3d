import { newestValues } from "../../functions/runtime/pubsub/metrics.ts";
import { CommandError } from "../../local/core/problems.ts";
import { askWithCredentials, endpoints } from "../google/ask.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** How many messages wait, by subscription without its project; of one that is left out nobody can tell. */
export type Backlogs = ReadonlyMap<string, number>;

/**
 * As Monitoring knows it, some minutes old: Pub/Sub itself tells no count, and nobody may pull from a subscription that is
 * pushed. The Pub/Sub on this machine that PUBSUB_EMULATOR_HOST names answers in Monitoring's place.
 * @throws CommandError where Monitoring does not answer
 */
export function countBacklogs(project: string, environment: Environment, now = Date.now()): Promise<Backlogs> {
  const host = environment["PUBSUB_EMULATOR_HOST"] ?? "";
  const origin = host === "" ? endpoints.monitoring : `http://${host}`;
  const get = host === "" ? getFrom(project) : getLocally;
  const list = (query: string) => get(`${origin}/v3/projects/${project}/timeSeries?${query}`);
  return newestValues(list, { metric: "num_undelivered_messages", now });
}

function getFrom(project: string) {
  const ask = askWithCredentials(project);
  return (url: string) => ask("GET", url);
}

async function getLocally(url: string): Promise<unknown> {
  try {
    return await (await fetch(url)).json();
  } catch (cause) {
    throw new CommandError(`${new URL(url).host} does not tell what waits: is PUBSUB_EMULATOR_HOST right?`, { cause });
  }
}
