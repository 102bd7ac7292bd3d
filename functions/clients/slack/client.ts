import { type ClientEnvironment, defineClient } from "../../runtime/define/client.ts";
import { SettingError } from "../../runtime/define/errors.ts";
import { paceSetting } from "../outgoing/pace.ts";
import { originSetting, tokenSetting } from "../outgoing/settings.ts";
import { post } from "./post.ts";
import type { Slack } from "./slack.ts";
import { read, type Workspace } from "./web-api.ts";

declare module "../../runtime/define/client.ts" {
  interface Clients {
    slack: Slack;
  }
}

const READ_TIMEOUT_MS = 5_000;
/** A post that is given up earlier may still take effect after the next delivery has looked for it in vain. */
const WRITE_TIMEOUT_MS = 40_000;

/** Slack's Web API, for an app of one's own in one workspace: https://docs.slack.dev/apis/web-api */
export default defineClient({
  name: "slack",
  settings: {
    SLACK_URL: { description: "where the Web API is: only ever another for a stand-in", default: "https://slack.com" },
    SLACK_POSTS_PER_SECOND: {
      description:
        "how many messages all instances of a handler together post in a second; 0: as many as come. Slack takes one a second in a " +
        "channel, and answers fifty times a minute what is in it, which is asked before each",
      default: "0.8",
    },
    SLACK_BOT_TOKEN: { description: "the app's bot user OAuth token, xoxb-…", secret: "slack-bot-token" },
  },
  /** https://docs.slack.dev/reference/methods/auth.test */
  probe(environment) {
    const workspace = workspaceOf(environment);
    return async (call) => void (await read(workspace, call, "auth.test", {}));
  },
  connect(environment) {
    const { SLACK_POSTS_PER_SECOND } = environment.settings;
    const pace = paceSetting("SLACK_POSTS_PER_SECOND", SLACK_POSTS_PER_SECOND, environment);
    const workspace = workspaceOf(environment);
    return (call) => ({
      async post(event, channel, message) {
        await pace?.wait(call.signal);
        await post(workspace, call, event, channel, message);
      },
    });
  },
});

function workspaceOf({ settings, fetch, clock }: ClientEnvironment<"SLACK_URL" | "SLACK_BOT_TOKEN">): Workspace {
  const line = { system: "slack", fetch, clock };
  return {
    reads: { ...line, callTimeoutMs: READ_TIMEOUT_MS },
    writes: { ...line, callTimeoutMs: WRITE_TIMEOUT_MS },
    url: originSetting("SLACK_URL", settings.SLACK_URL),
    token: botTokenSetting(settings.SLACK_BOT_TOKEN),
  };
}

/** Prefixes of Slack's other tokens, and of other values on its pages: https://docs.slack.dev/authentication/tokens */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^xoxp-/, "a user's token, which posts in that user's name"],
  [/^xapp-/, "an app-level token, which can't post"],
  [/^xoxe[.-]/, "a token that is rotated, and ends within half a day: switch token rotation off"],
  [/^https?:/, "an incoming webhook's address, which can't be asked what has been posted"],
  [/^[\da-f]{32}$/, "the app's signing secret or client secret"],
];

function botTokenSetting(value: string): string {
  const token = tokenSetting("SLACK_BOT_TOKEN", value, "the app's bot user OAuth token, xoxb-…,");
  const other = OTHERS.find(([pattern]) => pattern.test(token))?.[1];
  if (other !== undefined)
    throw new SettingError(`SLACK_BOT_TOKEN is ${other}: the bot user OAuth token is expected, xoxb-…`);
  if (token.startsWith("xoxb-")) return token;
  throw new SettingError("SLACK_BOT_TOKEN must be the app's bot user OAuth token, which begins with xoxb-");
}
