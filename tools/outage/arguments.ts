import { readPauseMs } from "../../local/console/handlers/duration.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readArguments } from "../arguments.ts";
import { checkPlace, placeOptions, placeUsage } from "../place.ts";

const VERBS = ["pause", "resume", "status"] as const;
export type Verb = (typeof VERBS)[number];

export interface Command {
  readonly verb: Verb;
  /** A handler or a system. Empty for status. */
  readonly wanted: string;
  readonly for: string | undefined;
  readonly because: string | undefined;
  readonly project: string | undefined;
  readonly prefix: string | undefined;
  readonly isJson: boolean;
}

export const usages: Readonly<Record<Verb, string>> = {
  pause: `npm run pause -- HANDLER|SYSTEM [--for 2h] [options]

Stops delivering to a handler, or to all that use a system, as for a maintenance window: events wait, no attempt is spent, and
order is kept. It takes minutes to hold at Google's; what is delivered until then is handled as ever.

  --for DURATION   goes on by itself after 30m, 2h or 3d; without it npm run resume ends it
  --because TEXT   a few words for whoever asks npm run status
${placeUsage}`,
  resume: `npm run resume -- HANDLER|SYSTEM [options]

Delivers again to a handler, or to all paused ones that use a system: one that was paused by hand, or by itself. What refuses as before
is paused again.

${placeUsage}`,
  status: `npm run status [-- options]

Says of every handler whether it runs or is paused, why and since when, how many events wait and how old the oldest is, its dead
letters, and how many it handles a minute. A project's figures are Monitoring's, some minutes old.

${placeUsage}`,
};

/** Undefined where help is wanted. @throws UsageError */
export function readCommand(verb: Verb, texts: readonly string[]): Command | undefined {
  const { positionals, values } = readArguments({
    args: [...texts],
    allowPositionals: true,
    options: {
      ...placeOptions,
      because: { type: "string" },
      for: { type: "string" },
    },
  });
  if (values.help) return undefined;
  const [wanted = "", ...more] = positionals;
  const isNamed = verb === "status" ? wanted === "" : wanted !== "" && more.length === 0;
  if (!isNamed) throw new UsageError(usages[verb]);
  if (verb !== "pause" && (values.for !== undefined || values.because !== undefined))
    throw new UsageError("--for and --because belong to npm run pause.");
  if (values.for !== undefined) readPauseMs(values.for, "--for");
  checkPlace(values);
  const { because, project, prefix, json: isJson } = values;
  return { verb, wanted, for: values.for, because, project, prefix, isJson };
}
