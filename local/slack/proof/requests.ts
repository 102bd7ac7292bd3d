import type { SentRequest, Touch, RequestKind } from "../../core/requests.ts";

/** Messages by channel: posts to different channels are independent. */
export function touches({ url, body }: SentRequest): readonly Touch[] | undefined {
  const fields = channelIn(url, body);
  switch (url.pathname) {
    case "/api/auth.test":
      return [];
    case "/api/chat.postMessage":
      return [{ kind: "messages", fields, isWrite: true }];
    case "/api/conversations.history":
      return [{ kind: "messages", fields, isWrite: false }];
    default:
      return undefined;
  }
}

/** The channel's id, from the URL or the body; a name could mean any channel. */
function channelIn(url: URL, body: string): readonly string[] | "all" {
  const [, given = url.searchParams.get("channel") ?? ""] =
    /"channel"\s*:\s*"(\w+)"|(?:^|&)channel=(\w+)/.exec(body)?.filter((part) => part !== undefined) ?? [];
  return /^[CG]\w+$/.test(given) ? [given] : "all";
}

const METHODS: Readonly<Record<string, string>> = {
  "chat.postMessage": "messages (1 a second and channel)",
  "conversations.history": "history reads (50 a minute)",
};

/** Slack limits each method: https://docs.slack.dev/apis/web-api/rate-limits */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  const unit = METHODS[url.pathname.replace(/^\/api\//, "")];
  return unit === undefined ? {} : { [unit]: 1 };
}
