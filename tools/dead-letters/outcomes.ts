import { nameOf } from "../../local/console/dead-letters/groups.ts";
import { type Letter, reasonLine } from "../../local/console/dead-letters/letters.ts";
import type { Outcome } from "../../local/console/dead-letters/replaying.ts";

type Line = Pick<Outcome, "letter" | "events" | "why"> & { readonly outcome: string; readonly newId?: string };

export function outcomeLine({ letter, outcome, events, why, newId }: Line): string {
  const targets = events.map(
    ({ topic, id = "an event without id", handler }) =>
      `${id} to ${topic}${handler === undefined ? "" : ` for ${handler}`}`,
  );
  const called = newId === undefined ? [] : [`called ${newId} now`];
  const details = [...targets, ...called, ...(why === undefined ? [] : [why])].join("; ");
  return `${outcome}: ${nameOf(letter)} ${letter.id} (${reasonLine(letter)})${details === "" ? "" : `: ${details}`}`;
}

export function identify(letter: Letter) {
  const {
    kind,
    id,
    held: { topic, messageId },
  } = letter;
  return { kind, name: nameOf(letter), id, messageId, topic, reason: reasonLine(letter) };
}

export function summary(outcomes: readonly Outcome[]): string {
  const counts = [...Map.groupBy(outcomes, ({ outcome }) => outcome)].map(
    ([outcome, ofOne]) => `${ofOne.length} ${outcome}`,
  );
  return `${counts.join(", ")}.`;
}

const DONE: ReadonlySet<Outcome["outcome"]> = new Set(["replayed", "would be replayed", "dropped", "would be dropped"]);

export function isDone({ outcome }: Outcome): boolean {
  return DONE.has(outcome);
}
