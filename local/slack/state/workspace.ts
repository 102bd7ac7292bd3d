import type { Clock } from "../../core/clock.ts";
import { type Held, holdAll, holdStated, holdUnstated } from "../../core/recall.ts";
import type { RecordChange } from "../../core/records.ts";

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly is_archived: boolean;
  /** Whether the app is a member. */
  readonly is_member: boolean;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface Message {
  readonly channel: string;
  /** Seconds with six decimals: the message's id within its channel. */
  readonly ts: string;
  readonly user: string;
  /** Only on the app's own messages. */
  readonly bot_id?: string;
  readonly text: string;
  readonly metadata?: Metadata;
}

/** The app as a user of the workspace. */
export const APP = { user: "U0YCAT00001", bot_id: "B0YCAT00001" };

/** A Slack workspace: everything that its methods read and change. */
export interface Workspace {
  readonly clock: Clock;
  readonly onChange: ((change: RecordChange) => void) | undefined;
  readonly channels: Map<string, Channel>;
  readonly messages: Message[];
  /** Maximum page size of the history, whatever the request asks for. */
  mostPerPage: number;
  /** When the app last posted, by channel, in Unix milliseconds. */
  readonly postedAt: Map<string, number>;
}

export function createWorkspace(clock: Clock, onChange?: (change: RecordChange) => void): Workspace {
  return { clock, onChange, channels: new Map(), messages: [], mostPerPage: Infinity, postedAt: new Map() };
}

export function holdWorkspace(workspace: Workspace): Held {
  const { mostPerPage } = workspace;
  return holdAll([
    holdStated(workspace.channels),
    holdStated(workspace.messages),
    holdUnstated(workspace.postedAt),
    { besides: String(mostPerPage), putBack: () => void (workspace.mostPerPage = mostPerPage) },
  ]);
}

/** Adds a message at that time, or the next one free in its channel. */
export function addMessage({ messages, onChange }: Workspace, message: Omit<Message, "ts">, atMs: number): Message {
  const taken = new Set(messages.filter(({ channel }) => channel === message.channel).map(({ ts }) => ts));
  let micros = Math.floor(atMs * 1000);
  while (taken.has(toTs(micros))) micros += 1;
  const added = { ...message, ts: toTs(micros) };
  messages.push(added);
  onChange?.({ kind: "messages", id: messageId(added), before: undefined, after: added });
  return added;
}

/** A ts is unique within its channel only. */
export function messageId({ channel, ts }: Pick<Message, "channel" | "ts">): string {
  return `${channel} ${ts}`;
}

function toTs(micros: number): string {
  const digits = String(micros).padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
