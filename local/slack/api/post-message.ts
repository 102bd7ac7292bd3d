import { isMetadata } from "../state/seed.ts";
import { addMessage, APP } from "../state/workspace.ts";
import type { Workspace } from "../state/workspace.ts";
import { rateLimited, refused, taken } from "./answers.ts";
import type { Arguments } from "./call.ts";

/**
 * "One message per second per channel": https://docs.slack.dev/apis/web-api/rate-limits. Short bursts are not allowed
 * here.
 */
const APART_MS = 1000;
/** Slack documents neither size: the longest text it displays, and a length it is known to refuse. */
const MOST_TEXT = 40_000;
const MOST_METADATA = 8_000;

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export function postMessage(workspace: Workspace, { channel: asked, text, metadata }: Arguments): Response {
  const channel = [...workspace.channels.values()].find(({ id, name }) => asked === id || asked === `#${name}`);
  if (channel === undefined) return refused("channel_not_found");
  if (channel.is_archived) return refused("is_archived");
  if (!channel.is_member) return refused("not_in_channel");
  if (typeof text !== "string" || text.trim() === "") return refused("no_text");
  if (text.length > MOST_TEXT) return refused("msg_too_long");
  if (metadata !== undefined && !isMetadata(metadata)) return refused("invalid_metadata_format");
  if (JSON.stringify(metadata ?? {}).length > MOST_METADATA) return refused("metadata_too_large");

  const now = workspace.clock.now();
  const waitMs = (workspace.postedAt.get(channel.id) ?? -Infinity) + APART_MS - now;
  if (waitMs > 0) return rateLimited(Math.ceil(waitMs / 1000));
  workspace.postedAt.set(channel.id, now);
  const message = { channel: channel.id, ...APP, text, ...(metadata === undefined ? {} : { metadata }) };
  const { channel: _, ts, ...posted } = addMessage(workspace, message, now);
  return taken({ channel: channel.id, ts, message: { type: "message", ts, ...posted } });
}
