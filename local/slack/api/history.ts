import type { Message, Workspace } from "../state/workspace.ts";
import { refused, taken } from "./answers.ts";
import { type Arguments, isTrue } from "./call.ts";

const LIMIT = 100;
const MOST = 999;

/** Newest first: https://docs.slack.dev/reference/methods/conversations.history */
export function history({ channels, messages, mostPerPage }: Workspace, given: Arguments): Response {
  const channel = channels.get(String(given["channel"]));
  if (channel === undefined) return refused("channel_not_found");
  if (!channel.is_member) return refused("not_in_channel");
  const limit = Number(given["limit"] ?? LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) return refused("invalid_limit");
  const before = readCursor(given["cursor"]);
  if (before === undefined) return refused("invalid_cursor");

  const isInclusive = isTrue(given["inclusive"]);
  const [oldest, latest] = [Number(given["oldest"] ?? 0), Number(given["latest"] ?? Infinity)];
  const isWithin = ({ ts }: Message) =>
    Number(ts) < before &&
    (isInclusive ? oldest <= Number(ts) && Number(ts) <= latest : oldest < Number(ts) && Number(ts) < latest);
  const found = messages
    .filter((message) => message.channel === channel.id && isWithin(message))
    .sort((one, other) => Number(other.ts) - Number(one.ts));
  // "Fewer than the requested number of items may be returned".
  const page = found.slice(0, Math.min(limit, mostPerPage));
  const hasMore = found.length > page.length;
  return taken({
    messages: page.map((message) => shown(message, isTrue(given["include_all_metadata"]))),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: toCursor(page.at(-1)) } } : {}),
  });
}

function shown({ channel: _, metadata, ...message }: Message, withMetadata: boolean): object {
  return { type: "message", ...message, ...(withMetadata && metadata !== undefined ? { metadata } : {}) };
}

/** The cursor encodes the last message of a page. */
function toCursor(last: Message | undefined): string {
  return Buffer.from(`before:${last?.ts}`).toString("base64");
}

function readCursor(cursor: unknown): number | undefined {
  if (cursor === undefined || cursor === "") return Infinity;
  const text = typeof cursor === "string" ? Buffer.from(cursor, "base64").toString() : "";
  const [, ts] = /^before:(\d+\.\d+)$/.exec(text) ?? [];
  return ts === undefined ? undefined : Number(ts);
}
