import { alignRows } from "../../table.ts";
import { cut } from "../story/spelling.ts";
import { type Matrix, spellCell } from "./matrix.ts";

/** Disturbances as rows, places as columns, of which there are fewer. */
export function spellMatrix({ property, places, disturbances, cell }: Matrix): string[] {
  const letters = places.map((_, index) => lettersOf(index));
  const rows = disturbances.map((disturbance) => [
    `  ${disturbance}`,
    ...places.map((place) => spellCell(cell(disturbance, place))),
  ]);
  return [
    property,
    ...places.map((place, index) => `  ${letters[index]} = ${place}`),
    ...alignRows([["  ", ...letters], ...rows]),
  ];
}

interface NotOk {
  readonly verdict: "failed" | "declared";
  readonly property: string;
  readonly disturbance: string;
  readonly count: number;
  readonly where: readonly string[];
}

/** What is not ok, in lines that fit a terminal: failures first, and disturbances with the same places in one line. */
export function spellNotOk(matrices: readonly Matrix[]): string[] {
  const all = (["failed", "declared"] as const).flatMap((verdict) =>
    matrices.flatMap((matrix) => matrix.disturbances.flatMap((disturbance) => notOk(matrix, disturbance, verdict))),
  );
  const alike = Map.groupBy(all, ({ verdict, property, where }) => [verdict, property, ...where].join("\n"));
  return alignRows([...alike.values()].map(spellAlike));
}

function notOk({ property, places, cell }: Matrix, disturbance: string, verdict: NotOk["verdict"]): NotOk[] {
  const counts = places.map((place) => ({ place, count: cell(disturbance, place)?.[verdict] ?? 0 }));
  const own = counts.filter(({ count }) => count > 0);
  const count = own.reduce((sum, one) => sum + one.count, 0);
  return count === 0 ? [] : [{ verdict, property, disturbance, count, where: own.map(({ place }) => place) }];
}

function spellAlike(alike: readonly NotOk[]): string[] {
  const [first] = alike;
  const count = alike.reduce((sum, one) => sum + one.count, 0);
  return [
    first?.verdict === "failed" ? "  FAIL" : "  declared",
    String(count),
    first?.property ?? "",
    cut(some(alike.map(({ disturbance }) => disturbance)), 42),
    cut(`at ${some(first?.where ?? [])}`, 46),
  ];
}

const MOST_NAMED = 2;

function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join("; ");
}

/** A to Z, then AA to ZZ, like spreadsheet columns. */
export function lettersOf(index: number): string {
  const last = String.fromCharCode("A".charCodeAt(0) + (index % 26));
  return index < 26 ? last : `${lettersOf(Math.floor(index / 26) - 1)}${last}`;
}
