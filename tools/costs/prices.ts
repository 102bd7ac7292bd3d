import { CommandError } from "../../local/core/problems.ts";

/** List prices in USD, from docs/deploy.md. A test checks its arithmetic. */
export interface Prices {
  /** `22 November 2026` */
  readonly date: string;
  /** Price of one unit. `what` is the start of the row. */
  of(what: string): number;
  /** Fixed monthly costs: what, and how many USD. */
  readonly atRest: readonly (readonly [what: string, usd: number])[];
}

/** @throws CommandError that names the missing row */
export function readPrices(markdown: string): Prices {
  const perMillion = rowsOf(markdown, "**A million events**");
  const [, date] = /\bof (\d{1,2} \w+ \d{4}), from Google's price pages/.exec(markdown.replaceAll(/\s+/g, " ")) ?? [];
  if (date === undefined) throw missing("the date of its prices");
  return {
    date,
    of(what) {
      const price = Number(perMillion.find(([name]) => name?.startsWith(what))?.at(-2));
      if (!Number.isFinite(price)) throw missing(`a price of "${what}"`);
      return price;
    },
    atRest: rowsOf(markdown, "**At rest**")
      .slice(0, -1)
      .map((row) => [row[0] ?? "", Number(row.at(-1))] as const),
  };
}

function rowsOf(markdown: string, heading: string): string[][] {
  const lines = markdown.slice(Math.max(0, markdown.indexOf(heading))).split("\n");
  const start = lines.findIndex((line) => line.startsWith("| ---"));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  if (start < 0) throw missing(`the table of ${heading}`);
  return lines.slice(start + 1, end).map(cells);
}

function missing(what: string): CommandError {
  return new CommandError(`docs/deploy.md lacks ${what}: npm run costs reads "What it costs" there.`);
}
