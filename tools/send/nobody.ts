import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dist } from "../../bundler/paths.ts";
import { REJECTED_TOPIC } from "../../functions/runtime/pubsub/names.ts";
import type { Manifest } from "../../bundler/write/manifest.ts";

/** The source's event types, if no handler receives any of them. Then there is nothing to wait for. */
export function unheardTypes(source: string): readonly string[] {
  const file = join(dist, "manifest.json");
  if (!existsSync(file)) return [];
  const { functions, subscriptions }: Manifest = JSON.parse(readFileSync(file, "utf8"));
  const published = functions[source]?.publishes.filter((topic) => topic !== REJECTED_TOPIC) ?? [];
  const heard = new Set(Object.values(subscriptions).map(({ topic }) => topic));
  return published.some((topic) => heard.has(topic)) ? [] : published;
}
