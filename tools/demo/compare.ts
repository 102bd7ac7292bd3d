import { padCells } from "../table.ts";
import type { Facts } from "./facts.ts";
import { type Guest, nameOf } from "./people.ts";

/** The expected and actual facts of a guest. */
export interface Verdict {
  readonly guest: Guest;
  readonly expected: Facts;
  readonly found: Facts;
  /** Names of facts that differ. Empty if everything is right. */
  readonly differences: readonly (keyof Facts)[];
}

const COLUMNS = [
  "records",
  "invitation",
  "dinner",
  "webinar",
  "consent",
  "emails",
  "deadLetters",
] as const satisfies (keyof Facts)[];

export function compare(guest: Guest, expected: Facts, found: Facts): Verdict {
  return { guest, expected, found, differences: COLUMNS.filter((fact) => expected[fact] !== found[fact]) };
}

/**
 * A table with a line of actual facts for each guest, and a second line where something differs from the expectation.
 */
export function table(verdicts: readonly Verdict[]): readonly string[] {
  const heading = [
    "",
    "who",
    "records",
    "invitation",
    "dinner, since",
    "webinar, since",
    "consent",
    "e-mails",
    "dead letter",
  ];
  const rows = verdicts.flatMap(({ guest, expected, found, differences }) => {
    const isRight = differences.length === 0;
    const row = [isRight ? "✓" : "✗", nameOf(guest), ...COLUMNS.map((fact) => found[fact])];
    const wanted = COLUMNS.map((fact) => (differences.includes(fact) ? expected[fact] || "nothing" : ""));
    return isRight ? [row] : [row, ["", "  should be", ...wanted]];
  });
  return padCells([heading, ...rows]).map((cells) => cells.join("  ").trimEnd());
}
