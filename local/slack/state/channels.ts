import type { Configuration } from "../../core/circumstances.ts";
import type { Channel } from "./workspace.ts";

/** The channels in functions/configuration/slack.json, each named after its first form. The app is a member of all. */
export function configuredChannels({ slack }: Configuration): Channel[] {
  const entries: [string, unknown][] = Object.entries(Object(slack));
  const channels = new Map<string, Channel>();
  for (const [name, id] of entries.toReversed())
    channels.set(String(id), { id: String(id), name, is_archived: false, is_member: true });
  return [...channels.values()];
}
