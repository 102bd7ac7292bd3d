import type { RecordIdentity, RequestKind } from "../../core/system.ts";

/** Channels have ids that others refer to; messages are told by what they hold. */
export function recordOf(kind: string, record: unknown): RecordIdentity | undefined {
  if (kind !== "channels") return undefined;
  const [id, name] = ["id", "name"].map((field): unknown => Reflect.get(Object(record), field));
  return { id: String(id), name: String(name) };
}

const METHODS: Readonly<Record<string, string>> = {
  "chat.postMessage": "messages (1 a second and channel)",
  "conversations.history": "history reads (50 a minute)",
};

/** Slack counts by method: https://docs.slack.dev/apis/web-api/rate-limits */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  const unit = METHODS[url.pathname.replace(/^\/api\//, "")];
  return unit === undefined ? {} : { [unit]: 1 };
}
