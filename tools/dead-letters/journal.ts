import { appendFileSync, mkdirSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../../bundler/paths.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import type { Outcome } from "../../local/console/dead-letters/replaying.ts";
import { identify } from "./outcomes.ts";

/** In the checkout, ignored by git. */
export const REPLAY_JOURNAL = join(root, ".ycat/replays.jsonl");

/** Outcomes to record. Letters that stay where they are get no line. */
const NOTED: ReadonlySet<Outcome["outcome"]> = new Set(["replayed", "dropped", "not acknowledged"]);

/**
 * Records who replayed which letter, when and to where. Appends a line of JSON for each letter immediately, so that it
 * survives a crash. Contains ids, no payload.
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
