import type { HandlerView } from "../../local/console/contract/handlers.ts";
import { runCommand } from "../command.ts";
import { type Command, readCommand, usages, type Verb } from "./arguments.ts";
import { doneLines, statusLines } from "./lines.ts";
import { type Desk, openRunner } from "./runner.ts";
import { runnerUrl } from "../runner/address.ts";
import { prefixOf } from "../place.ts";
import { printAnswer } from "../printing.ts";
import type { Terminal } from "../terminal.ts";

interface Invocation extends Terminal {
  /** Opens a project. Default: with this account's credentials. */
  readonly openProject?: (project: string, prefix: string) => Promise<Desk>;
  readonly now?: () => number;
}

/**
 * `npm run pause`, `resume` and `status`.
 * @returns the exit code: 0 done, 1 the project refused, 2 impossible as given
 */
export function runOutage(verb: Verb, texts: readonly string[], invocation: Invocation): Promise<number> {
  const { now = Date.now } = invocation;
  return runCommand(invocation, usages[verb], async () => {
    const command = readCommand(verb, texts);
    const handlers = await carryOut(command, await openDesk(command, invocation));
    const lines = verb === "status" ? statusLines(handlers, now()) : doneLines(command, handlers);
    printAnswer(invocation, command.isJson, handlers, lines);
  });
}

async function openDesk({ project, prefix }: Command, { environment, openProject }: Invocation): Promise<Desk> {
  if (project === undefined) return openRunner(runnerUrl(environment));
  const open = openProject ?? (await import("./project.ts")).openProject;
  return open(project, prefixOf({ prefix }, environment));
}

function carryOut({ verb, wanted, for: duration, because }: Command, desk: Desk): Promise<readonly HandlerView[]> {
  if (verb === "status") return desk.list();
  if (verb === "resume") return desk.resume(wanted);
  return desk.pause(wanted, {
    ...(duration !== undefined && { for: duration }),
    ...(because !== undefined && { because }),
  });
}
