import type { Why } from "../../local/console/contract/why.ts";
import { handlersFor } from "../../local/console/dead-letters/place.ts";
import { placeUsage, prefixOf } from "../place.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { openGoogle } from "../google/ask.ts";
import { runCommand } from "../command.ts";
import { askRunner } from "../runner/ask.ts";
import { type PersonCommand, readPerson } from "./arguments.ts";
import { whyLines } from "./lines.ts";
import { printAnswer } from "../printing.ts";
import { runnerUrl } from "../runner/address.ts";
import type { ProjectTerminal } from "../terminal.ts";

const usage = `npm run why -- jane@example.com [options]

Shows what happened to a person: their events, each handler's attempts, and which fields of which records each build has written. It
explains what did not happen: ignored, quarantined, retried, paused, dead-lettered, left out. In a project it reads the archive (docs/why.md).

${placeUsage}`;

/** `npm run why`. @returns the exit code */
export function runWhy(texts: readonly string[], invocation: ProjectTerminal): Promise<number> {
  return runCommand(invocation, usage, async () => {
    const command = readPerson(texts, usage);
    const why = await (command.project === undefined ? here(command, invocation) : there(command, invocation));
    printAnswer(invocation, command.isJson, why, whyLines(why));
  });
}

async function here({ email }: PersonCommand, { environment }: ProjectTerminal): Promise<Why> {
  const url = runnerUrl(environment);
  return (await askRunner(url, `/api/people/${encodeURIComponent(email)}/why`)) as Why; // validated by the console's schema
}

async function there({ email, project = "", prefix }: PersonCommand, invocation: ProjectTerminal): Promise<Why> {
  const { environment, dist, google = openGoogle } = invocation;
  const manifest = await readManifest(dist);
  const { whyArchived } = await import("./archived.ts");
  return whyArchived(google(project), {
    email,
    prefix: prefixOf({ prefix }, environment),
    hashKey: environment["LOG_HASH_KEY"],
    handlersOf: (type) => handlersFor(type, manifest),
  });
}
