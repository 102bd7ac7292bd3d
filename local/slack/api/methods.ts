import type { Workspace } from "../state/workspace.ts";
import { APP } from "../state/workspace.ts";
import { taken } from "./answers.ts";
import type { Arguments } from "./call.ts";
import { history } from "./history.ts";
import { postMessage } from "./post-message.ts";

type Method = (workspace: Workspace, given: Arguments) => Response;

/** What is built of the Web API, https://docs.slack.dev/reference/methods/: each may be called by GET and by POST. */
export const METHODS: Readonly<Record<string, Method>> = {
  "auth.test": () =>
    taken({
      url: "https://development.slack.com/",
      team: "Development",
      user: "ycat",
      team_id: "T0DEV000001",
      user_id: APP.user,
      bot_id: APP.bot_id,
    }),
  "chat.postMessage": postMessage,
  "conversations.history": history,
};
