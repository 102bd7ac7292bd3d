import { newestValues } from "../../functions/runtime/pubsub/metrics.ts";
import { CommandError } from "../../local/core/problems.ts";
import { askWithCredentials, endpoints } from "../google/ask.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/** Number of waiting messages by subscription, without project. Unknown if absent. */
export type Backlogs = ReadonlyMap<string, number>;

/**
 * From Monitoring, some minutes old: Pub/Sub has no count, and a push subscription can't be pulled. With
 * PUBSUB_EMULATOR_HOST, the local Pub/Sub answers instead.
 * @throws CommandError if Monitoring does not answer
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
