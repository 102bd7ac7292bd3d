import { isObject } from "../../core/json.ts";
import { addMessage } from "./workspace.ts";
import type { Channel, Message, Metadata, Workspace } from "./workspace.ts";

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  channels: ["id", "name", "is_archived", "is_member"],
  messages: ["channel", "ts", "user", "bot_id", "text", "metadata"],
};

/** Adds channels and messages in the state's format: all, or none with a sentence about the first invalid one. */
export function seedWorkspace(workspace: Workspace, records: Record<string, object[]>): void {
  const foreign = Object.keys(records).find((kind) => !Object.hasOwn(FIELDS, kind));
  if (foreign !== undefined) throw new Error(`Slack can be seeded with channels and messages, not with ${foreign}.`);
  const channels = (records["channels"] ?? []).map(readChannel);
  const known = new Set([...workspace.channels.keys(), ...channels.map(({ id }) => id)]);
  const messages = (records["messages"] ?? []).map((record) => readMessage(record, known, workspace.clock.now()));
  for (const channel of channels) {
    const before = workspace.channels.get(channel.id);
    workspace.channels.set(channel.id, channel);
    workspace.onChange?.({ kind: "channels", id: channel.id, before, after: channel });
  }
  for (const { atMs, ...message } of messages) addMessage(workspace, message, atMs);
}

function readChannel(record: object): Channel {
  const { id, name = id, is_archived = false, is_member = true } = checkFields("channels", record);
  if (typeof id !== "string" || !/^[CG][A-Z0-9]{6,}$/.test(id))
    throw wrong("channels", "has an id like C0123456789", record);
  if (typeof name !== "string") throw wrong("channels", "has a text as name", record);
  if (typeof is_archived !== "boolean" || typeof is_member !== "boolean")
    throw wrong("channels", "has true or false as is_archived and is_member", record);
  return { id, name, is_archived, is_member };
}

function readMessage(
  record: object,
  known: ReadonlySet<string>,
  nowMs: number,
): Omit<Message, "ts"> & { atMs: number } {
  const { channel, ts, user = "U0PERSON001", bot_id: bot, text, metadata } = checkFields("messages", record);
  if (typeof channel !== "string" || !known.has(channel))
    throw wrong("messages", "is in a channel that is there", record);
  if (typeof text !== "string" || typeof user !== "string")
    throw wrong("messages", "has texts as text and user", record);
  if (ts !== undefined && (typeof ts !== "string" || !/^\d+\.\d{6}$/.test(ts)))
    throw wrong("messages", "has a ts like 1767225600.000000", record);
  if (metadata !== undefined && !isMetadata(metadata))
    throw wrong("messages", "has event_type and event_payload in its metadata", record);
  return {
    channel,
    user,
    text,
    ...(typeof bot === "string" ? { bot_id: bot } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    atMs: ts === undefined ? nowMs : Number(ts) * 1000,
  };
}

export function isMetadata(value: unknown): value is Metadata {
  if (!isObject(value)) return false;
  const { event_type: type, event_payload: payload } = value;
  return typeof type === "string" && type !== "" && isObject(payload);
}

function checkFields(kind: string, record: object): Readonly<Record<string, unknown>> {
  const foreign = Object.keys(record).find((field) => FIELDS[kind]?.includes(field) !== true);
  if (foreign !== undefined) throw wrong(kind, `has no ${foreign}`, record);
  return { ...record };
}

function wrong(kind: string, what: string, record: object): Error {
  return new Error(`Each of Slack's ${kind} ${what}: ${JSON.stringify(record)}.`);
}
