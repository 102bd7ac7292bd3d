import type { Clock } from "../core/clock.ts";
import { applyFault } from "../core/apply-fault.ts";
import type { Faults } from "../core/faults.ts";
import { type Recall, spellRequest } from "../core/recall.ts";
import { readUrl } from "../core/remembering.ts";
import type { RecordChange } from "../core/records.ts";
import type { OpenSystem } from "../core/system.ts";
import { refused } from "./api/answers.ts";
import { routes } from "./api/routes.ts";
import { errorOf } from "./proof/faults.ts";
import { seedWorkspace } from "./state/seed.ts";
import { type Channel, createWorkspace, holdWorkspace, type Message, messageId } from "./state/workspace.ts";

/** A Slack workspace and its users' actions. */
export interface Slack extends Pick<OpenSystem, "fetch" | "hold" | "seed" | "reset"> {
  state(): { readonly channels: readonly Channel[]; readonly messages: readonly Message[] };
  deleteMessage(message: Message): void;
  /** Limits the history's page size until the next reset, whatever the request asks for. */
  limitPages(mostPerPage: number): void;
}

interface SlackOptions {
  readonly clock: Clock;
  readonly faults?: Faults;
  readonly recall?: Recall;
  readonly token: string;
  readonly onChange?: (change: RecordChange) => void;
}

const DECISIVE = ["authorization", "content-type"];

/** A Slack workspace behind the Web API (/api), on any host. */
export function createSlack({ clock, faults, recall, token, onChange }: SlackOptions): Slack {
  const workspace = createWorkspace(clock, onChange);
  const empty = holdWorkspace(workspace);
  const answer = async (request: Request) => {
    const make = async () => routes.fetch(request, { workspace, token });
    return recall === undefined ? make() : recall(await spellRequest(request, DECISIVE), make);
  };

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = readUrl(request.url);
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
    hold: () => holdWorkspace(workspace),
    seed: (records) => seedWorkspace(workspace, records),
    reset: () => empty.putBack(),
    limitPages(mostPerPage) {
      workspace.mostPerPage = mostPerPage;
    },
    deleteMessage(message) {
      const index = workspace.messages.indexOf(message);
      if (index === -1) return;
      workspace.messages.splice(index, 1);
      onChange?.({ kind: "messages", id: messageId(message), before: message, after: undefined });
    },
  };
}
