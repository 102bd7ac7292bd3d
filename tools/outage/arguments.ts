import { readPauseMs } from "../../local/console/handlers/pausing.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { type Asked, placeOptions, placeUsage, readPlace } from "../place.ts";

const VERBS = ["pause", "resume", "status"] as const;
export type Verb = (typeof VERBS)[number];

export interface Command extends Asked {
  readonly verb: Verb;
  /** A handler or a system. Empty for status. */
  readonly wanted: string;
  readonly for: string | undefined;
  readonly because: string | undefined;
}

export const usages: Readonly<Record<Verb, string>> = {
  pause: `npm run pause -- HANDLER|SYSTEM [--for 2h] [options]

Pauses a handler, or all handlers that use a system, for example for a maintenance window: events wait in order, and use up no
attempts. At Google it takes minutes to take effect; events delivered until then are handled as usual.

  --for DURATION   resumes by itself after 30m, 2h, 3d …; the default is to wait for npm run resume
  --because TEXT   the reason, which npm run status shows
${placeUsage}`,
  resume: `npm run resume -- HANDLER|SYSTEM [options]

Resumes a handler, or all handlers that use a system, whether a person or the handler itself has paused it. If its system still fails,
it pauses itself again.

${placeUsage}`,
  status: `npm run status [-- options]

Shows for each handler whether it runs or is paused, why and since when, how many events wait and the age of the oldest, its dead
letters, and how many events it handles a minute. A project's figures are from Cloud Monitoring, and some minutes old.

${placeUsage}`,
};

/** @throws UsageError */
export function readCommand(verb: Verb, texts: readonly string[]): Command {
  const { positionals, values } = readArguments(texts, {
    allowPositionals: true,
    options: { ...placeOptions, because: { type: "string" }, for: { type: "string" } },
  });
  const [wanted = "", ...more] = positionals;
  const isNamed = verb === "status" ? wanted === "" : wanted !== "" && more.length === 0;
  if (!isNamed) throw new UsageError(usages[verb]);
  if (verb !== "pause" && (values.for !== undefined || values.because !== undefined))
    throw new UsageError("--for and --because belong to npm run pause.");
  if (values.for !== undefined) readPauseMs(values.for, "--for");
  return { verb, wanted, for: values.for, because: values.because, ...readPlace(values) };
}
