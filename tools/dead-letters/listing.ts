import { type Group, headingOf } from "../../local/console/dead-letters/groups.ts";
import { detailOf, reasonLine } from "../../local/console/dead-letters/letters.ts";
import { alignRows } from "../table.ts";
import { age, printable } from "../printing.ts";

function reasonAndDetail(group: Group): string {
  const detail = detailOf(group);
  return detail === undefined ? reasonLine(group) : `${reasonLine(group)} ${detail}`;
}

/** A table for each handler and source. */
export function listingLines(groups: readonly Group[], now: number): string[] {
  const ago = (time: string) => age(now - Date.parse(time));
  return [...Map.groupBy(groups, headingOf)].flatMap(([heading, ofOne]) => [
    printable(heading),
    ...alignRows([
      ["  count", "reason", "oldest", "newest", "for example"],
      ...ofOne.map((group) =>
        [
          String(group.count).padStart(7),
          reasonAndDetail(group),
          ago(group.oldest),
          ago(group.newest),
          group.example,
        ].map(printable),
      ),
    ]),
    "",
  ]);
}
