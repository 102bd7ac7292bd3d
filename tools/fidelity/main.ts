import { readFile, writeFile } from "node:fs/promises";
import { missingIn } from "../describe/settings.ts";
import { runCommand } from "../command.ts";
import { type Command, readCommand, usage } from "./arguments.ts";
import { pageOf } from "./page.ts";
import { play, type Played, type Target } from "./play.ts";
import { type ComparedSystem, systems } from "./systems.ts";
import type { Terminal } from "../terminal.ts";

interface Invocation extends Terminal {
  /** docs/fidelity.md */
  readonly page: string;
  /** Today, as YYYY-MM-DD. */
  readonly date: string;
}

/** npm run fidelity. @returns the exit code. */
export function fidelity(texts: readonly string[], invocation: Invocation): Promise<number> {
  return runCommand(invocation, usage, async () => compare(readCommand(texts), invocation), 2);
}

async function compare(command: Command, invocation: Invocation): Promise<number> {
  const { environment, page, date, print } = invocation;
  const system: ComparedSystem = systems[command.system];
  const missing = missingIn(system.settings, environment);
  // If all settings are missing, there is no real system to ask. If some are, the missing ones are reported.
  const hasReal = missing.length < missingIn(system.settings, {}).length;
  const real = hasReal ? await system.real(environment, command) : undefined;
  const standIn = await playAll(system, system.standIn());
  tell("stand-in", standIn, print);
  const asked = real && (await playAll(system, real));
  if (asked === undefined) print(`${command.system}: no real one was asked: ${missing.join(", ")} are not set.`);
  else tell(`real one, ${date}`, asked, print);
  if (real?.isOnThisMachine === true) print("That one is on this machine: docs/fidelity.md does not record it.");
  const results = real?.isOnThisMachine === true ? undefined : asked?.flatMap((played) => played.results);
  const present = await readFile(page, "utf8").catch(() => "");
  await writeFile(page, pageOf(present, systems, results && { system: command.system, date, results }));
  const all = [...standIn, ...(asked ?? [])];
  return all.some(
    ({ results: ones, left }) => left.length > 0 || ones.some(({ differences }) => differences.length > 0),
  )
    ? 1
    : 0;
}

function playAll({ topics }: ComparedSystem, target: Target): Promise<Played[]> {
  return Array.fromAsync(topics, (topic) => play(topic, target));
}

function tell(who: string, all: readonly Played[], print: Invocation["print"]): void {
  const results = all.flatMap((played) => played.results);
  for (const { topic, exchange, differences } of results)
    for (const difference of differences) print(`${who}: ${topic}: ${exchange.name}: ${difference}`);
  for (const id of all.flatMap(({ left }) => left)) print(`${who}: could not be removed: ${id}`);
  const differing = results.filter(({ differences }) => differences.length > 0).length;
  const skipped = results.filter(({ skipped: why }) => why !== undefined).length;
  print(
    `${who}: ${results.length - differing - skipped} exchanges as expected, ${differing} differ, ${skipped} not asked.`,
  );
}
