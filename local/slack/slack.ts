import type { Clock } from "../core/clock.ts";
import { applyFault } from "../core/faults.ts";
import type { Faults } from "../core/faults.ts";
import type { OpenSystem } from "../core/system.ts";
import { refused } from "./api/answers.ts";
import { readArguments } from "./api/call.ts";
import { METHODS } from "./api/methods.ts";
import { errorOf } from "./proof/faults.ts";
import { seedWorkspace } from "./state/seed.ts";
import { type Channel, createWorkspace, type Message, type Workspace } from "./state/workspace.ts";

/** A Slack workspace, and what its people do in it. */
export interface Slack extends Pick<OpenSystem, "fetch" | "seed" | "reset"> {
  state(): { readonly channels: readonly Channel[]; readonly messages: readonly Message[] };
  deleteMessage(message: Message): void;
  /** Until the next reset, the history shows as many messages at once, however many it is asked for. */
  limitPages(mostPerPage: number): void;
}

/** A Slack workspace behind the Web API (/api), whatever the host. */
export function createSlack({ clock, faults, token }: { clock: Clock; faults?: Faults; token: string }): Slack {
  let workspace = createWorkspace(clock);
  const answer = (request: Request) => answerRequest(workspace, request, token);

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const rule = faults?.take("slack", { method: request.method, path: pathname });
    if (rule === undefined) return answer(request);
    const error = errorOf(rule.fault);
    if (error === undefined) return applyFault(rule, request, answer, clock);
    if (error.isApplied) await answer(request);
    return refused(error.code);
  }

  return {
    fetch,
    state: () => ({ channels: [...workspace.channels.values()], messages: [...workspace.messages] }),
    seed: (records) => seedWorkspace(workspace, records),
    reset() {
      workspace = createWorkspace(clock);
    },
    limitPages(mostPerPage) {
      workspace.mostPerPage = mostPerPage;
    },
    deleteMessage(message) {
      const index = workspace.messages.indexOf(message);
      if (index !== -1) workspace.messages.splice(index, 1);
    },
  };
}

async function answerRequest(workspace: Workspace, request: Request, token: string): Promise<Response> {
  const [, method = ""] = /^\/api\/([\w.]+)$/.exec(new URL(request.url).pathname) ?? [];
  const run = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (run === undefined) return refused("unknown_method", { req_method: method });
  const authorization = request.headers.get("authorization");
  if (authorization === null) return refused("not_authed");
  if (authorization !== `Bearer ${token}`) return refused("invalid_auth");
  const given = await readArguments(request);
  return "error" in given && typeof given.error === "string" ? refused(given.error) : run(workspace, given);
}
