import type { Manifest } from "../../bundler/write/manifest.ts";
import { UsageError, CommandError } from "../../local/core/problems.ts";
import { runCommand } from "../command.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { type Command, readCommand, usage } from "./arguments.ts";
import { type Backlogs, countBacklogs } from "./backlog.ts";
import type { Terminal } from "../terminal.ts";
import { readFile, rm, writeFile } from "node:fs/promises";
import { parseObject } from "../../local/core/json.ts";

interface Invocation extends Terminal {
  /** Folder of the build. */
  readonly dist: string;
  /** terraform/retired.auto.tfvars.json. */
  readonly file: string;
  /** Counts the project's waiting messages. Default: with Monitoring. */
  readonly count?: (project: string) => Promise<Backlogs>;
}

/** `npm run retire`. @returns the exit code: 0 done, 1 messages wait or can't be counted, 2 impossible as given */
export function retire(texts: readonly string[], invocation: Invocation): Promise<number> {
  const { environment, file, print } = invocation;
  return runCommand(invocation, usage, async () => {
    const command = readCommand(texts, environment);
    return command.name === "undo" ? undo(command.handler, file, print) : retireHandler(command, invocation);
  });
}

async function undo(handler: string, file: string, print: (line: string) => void): Promise<void> {
  const retired = await readRetired(file);
  if (!retired.includes(handler)) throw new UsageError(`${handler} is not retired.`);
  await writeRetired(
    file,
    retired.filter((name) => name !== handler),
  );
  print(`${handler} is protected again with the next deployment, if it still is a handler.`);
}

type RetireCommand = Extract<Command, { readonly name: "retire" }>;

async function retireHandler(
  { handler, project, prefix, losesMessages }: RetireCommand,
  invocation: Invocation,
): Promise<number> {
  const { environment, dist, file, print, complain } = invocation;
  const { count = () => countBacklogs(project, environment) } = invocation;
  const manifest = await readManifest(dist);
  const subscriptions = subscriptionsOf(handler, manifest);
  const retired = await readRetired(file);
  const backlogs = await count(project);
  const waiting = subscriptions.map((name) => ({ name: prefix + name, messages: backlogs.get(prefix + name) }));
  for (const { name, messages } of waiting) print(`${name}: ${told(messages)}`);
  const isEmpty = waiting.every(({ messages }) => messages === 0);
  if (!isEmpty && !losesMessages) {
    complain(
      `Nothing was changed: with ${handler} these messages would be lost. Dead letters: npm run dead-letters -- list --project ${project}${prefix === "" ? "" : ` --prefix ${prefix}`} --filter handler=${handler}. --lose-messages retires it all the same.`,
    );
    return 1;
  }
  await writeRetired(file, [...retired, handler]);
  for (const line of nextSteps(handler)) print(line);
  return 0;
}

/** The handler's subscription, and that of its dead letters. */
function subscriptionsOf(handler: string, { functions, subscriptions }: Manifest): string[] {
  const handlers = Object.keys(subscriptions).filter((name) => subscriptions[name]?.deadLetterPolicy !== undefined);
  const deadLetters = subscriptions[handler]?.deadLetterPolicy?.topic;
  if (deadLetters === undefined) {
    throw new UsageError(
      `${handler} is no handler${functions[handler] === undefined ? "" : ", but a source, which has no messages"}: there are ${handlers.join(", ")}. Retire a handler before you delete its file.`,
    );
  }
  return [handler, ...Object.keys(subscriptions).filter((name) => subscriptions[name]?.topic === deadLetters)];
}

function told(messages: number | undefined): string {
  if (messages === undefined) return "it is not known whether messages wait";
  return messages === 0 ? "no message waits" : `${messages} message${messages === 1 ? " waits" : "s wait"}`;
}

function nextSteps(handler: string): string[] {
  return [
    `${handler} is retired. Next:`,
    "  1. npm run deploy -- plan, then -- apply: lifts the protection and destroys nothing",
    `  2. delete functions/handlers/${handler}.ts; plan and apply again`,
    `  3. npm run retire -- ${handler} --undo, once it is gone, and commit`,
  ];
}

/** Handlers in terraform/retired.auto.tfvars.json, whose topics and subscriptions Terraform may destroy. */
async function readRetired(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  const retired = parseObject(text)?.["retired"];
  if (Array.isArray(retired) && retired.every((name) => typeof name === "string")) return retired;
  throw new CommandError(`${file} is not what npm run retire writes: {"retired": ["HANDLER"]}. Mend or delete it.`);
}

/** Removes the file if no handler is retired. */
async function writeRetired(file: string, handlers: readonly string[]): Promise<void> {
  if (handlers.length === 0) return rm(file, { force: true });
  await writeFile(file, `${JSON.stringify({ retired: [...new Set(handlers)].sort() }, null, 2)}\n`);
}
