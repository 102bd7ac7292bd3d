import { appendFileSync, mkdirSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import type { Place } from "../../local/console/dead-letters/place.ts";
import type { Outcome } from "../../local/console/dead-letters/replaying.ts";
import { identify } from "./outcomes.ts";

/** What was done, and is not to be asked for again: what lies where it lay has no line. */
const NOTED: ReadonlySet<Outcome["outcome"]> = new Set(["replayed", "dropped", "not acknowledged"]);

/**
 * Notes who has replayed what when, and where to: a line of JSON for each letter, in the file at once, so that it is there whatever
 * ends this process. Ids, no payload.
 */
export function openReplayJournal(file: string | undefined, { project, prefix }: Place, now: () => number) {
  if (file === undefined) return () => {};
  mkdirSync(dirname(file), { recursive: true });
  const who = `${userInfo().username}@${hostname()}`;
  return ({ letter, outcome, events, why }: Outcome): void => {
    if (!NOTED.has(outcome)) return;
    const line = {
      at: new Date(now()).toISOString(),
      who,
      project,
      prefix,
      outcome,
      ...identify(letter),
      to: events,
      why,
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}
