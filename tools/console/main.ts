import { once } from "node:events";
import { UsageError } from "../../local/core/problems.ts";
import { runCommand } from "../command.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import type { Pubsub } from "../../local/console/dead-letters/pubsub.ts";
import { readArguments } from "../arguments.ts";
import { REPLAY_JOURNAL } from "../dead-letters/journal.ts";
import { findPlace } from "../place.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { openGoogle } from "../google/ask.ts";
import type { ProjectTerminal } from "../terminal.ts";

const usage = `npm run console -- --project ID [options]

Serves the console's page for a Google Cloud project, on this machine only and with your own credentials: dead letters and what a replay
would do and write, handlers with pause and resume, npm run why from the archive, unknown shapes, allowances. docs/console.md

  --project ID     the project
  --prefix TEXT    the PREFIX of that deployment; the default is $PREFIX
  --port N         the port on 127.0.0.1 (default 8081)

Exit codes: 0 ended by Ctrl-C, 1 the project refused access, 2 wrong arguments.
`;

interface Invocation extends ProjectTerminal {
  /** Aborts it. */
  readonly signal: AbortSignal;
  readonly connect?: (place: Place) => Promise<Pubsub>;
  /** File that records each replayed letter. Default: in the checkout, ignored by git. */
  readonly journal?: string;
}

const PORT = "8081";

/** `npm run console`. @returns the exit code */
export function runConsole(texts: readonly string[], invocation: Invocation): Promise<number> {
  return runCommand(invocation, usage, async () => serveUntilEnded(readCommand(texts), invocation));
}

interface Command {
  readonly project: string;
  readonly prefix: string | undefined;
  readonly port: number;
}

function readCommand(texts: readonly string[]): Command {
  const { values } = readArguments(texts, {
    options: {
      port: { type: "string", default: PORT },
      prefix: { type: "string" },
      project: { type: "string" },
    },
  });
  const { project, prefix } = values;
  if (project === undefined || project === "")
    throw new UsageError(
      "--project ID: which one? What runs on this machine has its console at npm start's own address.",
    );
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new UsageError(`--port is "${values.port}"; a number up to 65535 is expected.`);
  return { project, prefix, port };
}

async function serveUntilEnded({ port, ...wanted }: Command, invocation: Invocation): Promise<void> {
  const { environment, dist, signal, print, google = openGoogle, journal = REPLAY_JOURNAL } = invocation;
  const [manifest, place] = await Promise.all([readManifest(dist), findPlace(wanted, environment)]);
  const [{ connectPubsub }, { openProjectConsole }, { serveConsole }] = await Promise.all([
    import("../../local/console/dead-letters/pubsub.ts"),
    import("./project-console.ts"),
    import("./server.ts"),
  ]);
  const pubsub = await (invocation.connect ?? connectPubsub)(place);
  const console = openProjectConsole({
    place,
    pubsub,
    manifest,
    google: google(place.project),
    environment,
    journal,
  });
  try {
    const { url, close } = await serveConsole(console, { dist, port }).catch((cause: Error) =>
      Promise.reject(new UsageError(cause.message.replace("set PORT to another", "give another --port"), { cause })),
    );
    print(`The console of project ${place.project}${place.prefix === "" ? "" : `, ${place.prefix}`}: ${url}`);
    print("It acts with your own credentials. Ctrl-C ends it.");
    if (!signal.aborted) await once(signal, "abort");
    await close();
  } finally {
    await console.close();
    await pubsub.close();
  }
}
