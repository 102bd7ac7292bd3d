import { join } from "node:path";
import type { EventEffect } from "../../local/console/contract/effects.ts";
import { type Declarations, handlersFor } from "../../local/console/dead-letters/place.ts";
import { CommandError } from "../../local/core/problems.ts";
import { runCommand } from "../command.ts";
import { settingsAt } from "../runner/settings.ts";
import { findPlace } from "../place.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { counted, printable, printableJson } from "../printing.ts";
import { openGoogle } from "../google/ask.ts";
import { withCommit } from "../with-commit.ts";
import { readCommand, type Samples, type Since, usage } from "./arguments.ts";
import { eventsAt } from "../runner/events.ts";
import { effectLines, totalLines } from "./lines.ts";
import { playSamples } from "./samples.ts";
import { type Difference, differences, effectsOf, type Side } from "./shadow.ts";
import type { ProjectTerminal } from "../terminal.ts";

interface Invocation extends ProjectTerminal {
  /** This checkout. */
  readonly root: string;
  readonly signal: AbortSignal;
}

const INTERRUPTED = "Interrupted: not all of them were tried.";

/** `npm run effects`. @returns the exit code */
export function runEffects(texts: readonly string[], invocation: Invocation): Promise<number> {
  const { print } = invocation;
  const complain = (sentence: string) => {
    for (const line of sentence.split("\n")) invocation.complain(printable(line));
  };
  const act = async () => {
    const command = readCommand(texts);
    const isFine = await ("files" in command ? ofSamples(command, invocation) : ofEvents(command, invocation));
    return isFine ? 0 : 1;
  };
  return runCommand({ print, complain }, usage, act, 2);
}

async function ofSamples({ files, handlers, isJson }: Samples, { print }: Invocation): Promise<boolean> {
  const effects = await playSamples(files, handlers);
  if (isJson) print(printableJson(effects));
  else for (const line of effects.flatMap((effect) => effectLines(effect, "writes"))) print(printable(line));
  return effects.every(({ outcome }) => outcome === "done");
}

async function ofEvents(since: Since, invocation: Invocation): Promise<boolean> {
  const { environment, root, dist, signal, google = openGoogle } = invocation;
  const [manifest, place] = await Promise.all([readManifest(dist), findPlace(since, environment)]);
  const events = await eventsAt(place, since, google);
  const settings = await settingsAt(place, environment);
  const side = (folder: string, declared: Declarations): Side => ({
    folder,
    settings,
    messages: events.flatMap((message) =>
      handlersFor(message.attributes["ce-type"] ?? "", declared)
        .filter((handler) => since.handlers.length === 0 || since.handlers.includes(handler))
        .map((handler) => ({ handler, message })),
    ),
  });
  const here = side(root, manifest);
  if (since.against === undefined) {
    tell(since, await effectsOf(here, signal), here.messages.length, invocation);
    if (signal.aborted) throw new CommandError(INTERRUPTED);
    return true;
  }
  const commit = since.against;
  const found = await withCommit(root, commit, async (folder) => {
    const there = side(folder, await readManifest(join(folder, "dist")));
    return differences(here, there, signal);
  });
  if (signal.aborted) throw new CommandError(INTERRUPTED);
  tellDifferences(commit, found, events.length, { ...invocation, isJson: since.isJson });
  return found.length === 0;
}

function tell({ isJson }: Since, effects: readonly EventEffect[], of: number, { print }: Invocation): void {
  if (isJson) return print(printableJson(effects));
  for (const line of [...effects.flatMap((one) => effectLines(one)), ...totalLines(effects, of)])
    print(printable(line));
}

function tellDifferences(
  commit: string,
  found: readonly Difference[],
  events: number,
  { print, isJson }: Pick<Invocation, "print"> & { readonly isJson: boolean },
): void {
  if (isJson) return print(printableJson(found));
  for (const { handler, event, person, here, there } of found) {
    const lines = [`${handler} ${event} of ${person}`, ...sideLines("here", here), ...sideLines(`at ${commit}`, there)];
    for (const line of lines) print(printable(line));
  }
  const many = `${events} event${events === 1 ? "" : "s"}`;
  print(
    found.length === 0
      ? `${many}: nothing would be written otherwise than at ${commit}.`
      : `${many}: ${counted(found.length, "difference")}.`,
  );
}

function sideLines(where: string, effect: EventEffect | undefined): string[] {
  if (effect === undefined) return [`  ${where}: there is no such handler`];
  const [, ...lines] = effectLines(effect);
  return [`  ${where}: ${effect.outcome}`, ...lines.map((line) => `  ${line}`)];
}
