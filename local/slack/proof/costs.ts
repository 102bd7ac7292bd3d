import type { RequestKind } from "../../core/requests.ts";

const METHODS: Readonly<Record<string, string>> = {
  "chat.postMessage": "messages (1 a second and channel)",
  "conversations.history": "history reads (50 a minute)",
};

/** Slack limits each method: https://docs.slack.dev/apis/web-api/rate-limits */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  const unit = METHODS[url.pathname.replace(/^\/api\//, "")];
  return unit === undefined ? {} : { [unit]: 1 };
}
