import { type Group, headingOf } from "../../local/console/dead-letters/groups.ts";
import { reasonLine } from "../../local/console/dead-letters/letters.ts";
import { alignRows } from "../table.ts";
import { age, printable } from "../printing.ts";

/** A table for each handler and source. */
export function listingLines(groups: readonly Group[], now: number): string[] {
  const ago = (time: string) => age(now - Date.parse(time));
  return [...Map.groupBy(groups, headingOf)].flatMap(([heading, ofOne]) => [
    printable(heading),
    ...alignRows([
      ["  count", "reason", "oldest", "newest", "for example"],
      ...ofOne.map((group) =>
        [String(group.count).padStart(7), reasonLine(group), ago(group.oldest), ago(group.newest), group.example].map(
          printable,
        ),
      ),
    ]),
    "",
  ]);
}
