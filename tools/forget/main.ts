import type { Held } from "../../local/console/dead-letters/leases.ts";
import { CommandError } from "../../local/core/problems.ts";
import { type Clock, systemClock } from "../../local/core/clock.ts";
import { findPlace, placeUsage, prefixOf } from "../place.ts";
import { readManifest } from "../../local/runner/manifest.ts";
import { openGoogle } from "../google/ask.ts";
import { runCommand } from "../command.ts";
import { postRunner } from "../runner/ask.ts";
import { type PersonCommand, readPerson } from "../why/arguments.ts";
import { forgetArchived } from "./archive.ts";
import type { Found } from "./held.ts";
import { printAnswer } from "../printing.ts";
import { runnerUrl } from "../runner/address.ts";
import type { ProjectTerminal } from "../terminal.ts";

const usage = `npm run forget -- jane@example.com [options]

Deletes what ycat itself stores about a person: dead letters, quarantined and discarded webhooks, and rows of the archive; locally also
the stand-ins' records and the console's journal. It lists what it can't delete, and when that expires.

  --yes            in a project: deletes; without it the command only lists what there is
  --shared         also deletes webhooks about several people, and events of other people that name this one
${placeUsage}`;

interface Invocation extends ProjectTerminal {
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

interface Forgotten {
  readonly isDryRun: boolean;
  readonly letters: number;
  /** Ids of messages that were kept. */
  readonly shared: readonly string[];
  readonly isWhole: boolean;
  /** Undefined if there is none. */
  readonly archive?: Readonly<Record<string, number>> | undefined;
  /** Of the local runner. */
  readonly standIns?: unknown;
  readonly unreachable: readonly string[];
}

/** `npm run forget`. @returns the exit code */
export function runForget(texts: readonly string[], invocation: Invocation): Promise<number> {
  return runCommand(invocation, usage, async () => {
    const command = readPerson(texts, usage, ["yes", "shared"]);
    const forgotten = await forget(command, invocation);
    printAnswer(invocation, command.isJson, forgotten, lines(command, forgotten));
    if (!forgotten.isWhole) throw new CommandError("Not everything could be looked at: run it again.");
  });
}

async function forget(command: PersonCommand, invocation: Invocation): Promise<Forgotten> {
  const { email, project, flags } = command;
  const { environment, google = openGoogle, clock = systemClock } = invocation;
  const isDryRun = project !== undefined && !flags.has("yes");
  const { own, shared, isWhole } = await forgetLetters(command, isDryRun, { ...invocation, clock });
  const withShared = flags.has("shared");
  const prefix = prefixOf(command, environment);
  const archive =
    project === undefined
      ? undefined
      : await forgetArchived(google(project), { email, prefix, hashKey: environment["LOG_HASH_KEY"], isDryRun });
  return {
    isDryRun,
    letters: own.length + (withShared ? shared.length : 0),
    shared: withShared ? [] : shared.map(({ messageId }: Held) => messageId),
    isWhole,
    archive,
    ...(project === undefined && {
      standIns: await postRunner(runnerUrl(environment), `/api/people/${encodeURIComponent(email)}/forget`),
    }),
    unreachable: unreachable(clock.now(), archive !== undefined),
  };
}

async function forgetLetters(
  { email, project, prefix, flags }: PersonCommand,
  isDryRun: boolean,
  { environment, dist, clock, signal, complain }: Invocation & { readonly clock: Clock },
): Promise<Found> {
  const [manifest, place] = await Promise.all([readManifest(dist), findPlace({ project, prefix }, environment)]);
  const [{ connectPubsub }, { forgetHeld }] = await Promise.all([
    import("../../local/console/dead-letters/pubsub.ts"),
    import("./held.ts"),
  ]);
  const pubsub = await connectPubsub(place);
  try {
    const options = { pubsub, limit: Infinity, emptyAnswers: place.emptyAnswers, clock, signal, tell: complain };
    const found = await forgetHeld(email, manifest, options, { isDryRun, withShared: flags.has("shared") });
    return found ?? { own: [], shared: [], isWhole: false };
  } finally {
    await pubsub.close();
  }
}

function lines({ email }: PersonCommand, forgotten: Forgotten): string[] {
  const { isDryRun, letters, shared, archive, standIns } = forgotten;
  const done = isDryRun ? "would be removed" : "removed";
  const { deleted, kept }: { readonly deleted?: unknown; readonly kept?: unknown } = Object(standIns);
  const left = Object.entries(Object(kept)).flatMap(([system, kinds]) =>
    Object.entries(Object(kinds)).map(([kind, count]) => `${String(count)} ${kind} of ${system}`),
  );
  return [
    `${email}: dead letters and quarantined or discarded webhooks: ${letters} ${done}`,
    ...(archive === undefined
      ? []
      : [`${archive["events"]} events and ${archive["lines"]} lines of the archive ${done}`]),
    ...(deleted === undefined
      ? []
      : [`${Number(deleted)} records of the stand-ins ${done}, and what the console told of them`]),
    ...(left.length === 0
      ? []
      : [`left, since they can't be deleted one by one: ${left.join(", ")}; npm start forgets them when it ends`]),
    ...(shared.length === 0
      ? []
      : [
          `left, for others are named in it too (npm run dead-letters -- show ID; --shared removes it): ${shared.join(", ")}`,
        ]),
    "",
    "Out of reach:",
    ...forgotten.unreachable.map((what) => `  ${what}`),
    ...(isDryRun ? ["", "Nothing was removed: add --yes."] : []),
  ];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** What ycat can't remove, and when it expires according to terraform/*.tf. */
function unreachable(now: number, isArchived: boolean): string[] {
  const until = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  return [
    `events that topics keep to be sought back: seven days, until ${until(7)}`,
    `events that a handler has not handled yet: npm run status says how many wait; handled, they are gone, or ${until(31)} at the latest`,
    `what handlers have noted of their calls for the sweep: an hour or two, and three days at the most, until ${until(3)}`,
    ...(isArchived
      ? [`deleted rows that BigQuery keeps for its owner (time travel, fail-safe): fourteen days, until ${until(14)}`]
      : []),
    `logs, which hold a hash in the place of an address: 30 days unless the project says otherwise, until ${until(30)}; another log-hash-key makes them nobody's`,
    "what Salesforce, customer.io and Slack hold, and what the sender does: these are asked themselves",
    "samples that somebody has saved, and copies of this dataset or of logs that are not ycat's",
  ];
}
