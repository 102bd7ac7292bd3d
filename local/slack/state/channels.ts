import type { Configuration } from "../../core/circumstances.ts";
import type { Channel } from "./workspace.ts";

/** The channels that functions/configuration/slack.json names, each called as its first form. The app is in all of them. */
export function configuredChannels({ slack }: Configuration): Channel[] {
  const entries: [string, unknown][] = Object.entries(Object(slack));
  const channels = new Map<string, Channel>();
  for (const [name, id] of entries.toReversed())
    channels.set(String(id), { id: String(id), name, is_archived: false, is_member: true });
  return [...channels.values()];
}
