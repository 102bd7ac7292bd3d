import { type Context, Hono } from "hono";
import { APP, type Workspace } from "../state/workspace.ts";
import { refused, taken } from "./answers.ts";
import { type Arguments, readArguments } from "./call.ts";
import { history } from "./history.ts";
import { postMessage } from "./post-message.ts";

/** What requests are answered from. */
interface SlackEnvironment {
  readonly Bindings: { readonly workspace: Workspace; readonly token: string };
}

/** The supported part of the Web API, https://docs.slack.dev/reference/methods/. Every method accepts GET and POST. */
export const routes = new Hono<SlackEnvironment>();

routes.on(["GET", "POST"], "/api/auth.test", answering(identify));
routes.on(["GET", "POST"], "/api/chat.postMessage", answering(postMessage));
routes.on(["GET", "POST"], "/api/conversations.history", answering(history));
routes.notFound(({ req }) => refused("unknown_method", { req_method: req.path.replace(/^\/api\//, "") }));
routes.onError((error) => {
  throw error;
});

/** A route's handler that authenticates the app and parses the arguments. */
function answering(method: (workspace: Workspace, given: Arguments) => Response) {
  return async ({ req, env: { workspace, token } }: Context<SlackEnvironment>): Promise<Response> => {
    const authorization = req.header("authorization");
    if (authorization === undefined) return refused("not_authed");
    if (authorization !== `Bearer ${token}`) return refused("invalid_auth");
    const given = await readArguments(req.raw);
    return "error" in given && typeof given.error === "string" ? refused(given.error) : method(workspace, given);
  };
}

function identify(): Response {
  return taken({
    url: "https://development.slack.com/",
    team: "Development",
    user: "ycat",
    team_id: "T0DEV000001",
    user_id: APP.user,
    bot_id: APP.bot_id,
  });
}
