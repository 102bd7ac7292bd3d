import { padCells } from "../table.ts";

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly measured: number;
  /** What it is compared with, measured in the same run. */
  readonly peer?: { readonly name: string; readonly measured: number };
  /**
   * Upper limit for the ratio to the peer, or for the figure itself if there is no peer. Without a goal it is for
   * information only.
   */
  readonly goal?: number;
  /** Lower limit, likewise. */
  readonly atLeast?: number;
}

/** The result of a benchmark: table lines and remarks. */
export interface Result {
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

const HEAD = ["what", "measured", "peer", "ratio", "goal", "met?"];

/** The figures as a Markdown table that is also readable in a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  const [head = [], ...rows] = padCells([HEAD, ...figures.map(cellsOf)]);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((cell) => "-".repeat(cell.length))), ...rows.map(line)].join("\n");
}

export function isMet({ goal = Infinity, atLeast = -Infinity, ...figure }: Figure): boolean {
  const compared = figure.peer === undefined ? figure.measured : figure.measured / figure.peer.measured;
  return compared <= goal && compared >= atLeast;
}

function cellsOf(figure: Figure): string[] {
  const { what, unit, measured, peer, goal, atLeast } = figure;
  const told = (bound: number) => (peer === undefined ? withUnit(bound, unit) : `${bound} ×`);
  const bounds = [
    ...(goal === undefined ? [] : [`≤ ${told(goal)}`]),
    ...(atLeast === undefined ? [] : [`≥ ${told(atLeast)}`]),
  ];
  return [
    what,
    withUnit(measured, unit),
    peer === undefined ? "" : `${withUnit(peer.measured, unit)} (${peer.name})`,
    peer === undefined ? "" : `${(measured / peer.measured).toFixed(2)} ×`,
    bounds.join(", "),
    bounds.length === 0 ? "" : isMet(figure) ? "yes" : "NO",
  ];
}

function withUnit(value: number, unit: string): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`.trim();
}
