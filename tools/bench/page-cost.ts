import type { Figure } from "./figure.ts";
import type { Lane } from "./latency.ts";
import { median, percentile } from "./statistics.ts";

export const PER_SECOND = 50;
const WINDOW_SECONDS = 6;
/** Under the same rate, and not counted: what it takes to open a page, or to close one, is over by then. */
const SETTLING_SECONDS = 2;

interface Cost {
  readonly figure: Figure;
  readonly note: string;
}

interface Openable {
  close(): Promise<void>;
}

/** A round's p99 without a page, once more so, and with one; in milliseconds. */
export interface Round {
  readonly without: number;
  readonly again: number;
  readonly withPage: number;
}

/**
 * What an open page adds to the lane's p99. Each round has three windows: two without a page and one with it, which comes first, in
 * the middle and last by turns. What the two differ by is no page's doing: where that is more than a tenth, neither is a tenth a page's.
 */
export async function costOfPage(lane: Lane, openPage: () => Promise<Openable>, rounds: number): Promise<Cost> {
  const taken: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const values: number[] = [];
    for (let place = 0; place < 3; place += 1) values.push(await p99(lane, place === round % 3 ? openPage : undefined));
    const [withPage = Number.NaN] = values.splice(round % 3, 1);
    const [without = Number.NaN, again = Number.NaN] = values;
    taken.push({ without, again, withPage });
  }
  return costIn(taken);
}

/** The medians of all windows, and in words how far one round's ratio is from another's. */
export function costIn(rounds: readonly Round[]): Cost {
  const ratios = rounds.map(({ without, again, withPage }) => (2 * withPage) / (without + again));
  const idle = rounds.map(({ without, again }) => Math.max(without, again) / Math.min(without, again));
  const told = (values: readonly number[]) =>
    `${median(values).toFixed(2)} × (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  return {
    figure: {
      what: `webhook → effect, ${PER_SECOND} a second, with the page open: p99`,
      unit: "ms",
      measured: median(rounds.map(({ withPage }) => withPage)),
      peer: { name: "no page", measured: median(rounds.flatMap(({ without, again }) => [without, again])) },
      goal: 1.1,
    },
    note: `console: p99 with a page to that without in ${rounds.length} rounds: ${told(ratios)}; of two windows without any the higher to the lower: ${told(idle)}.`,
  };
}

async function p99(lane: Lane, openPage: (() => Promise<Openable>) | undefined): Promise<number> {
  const page = await openPage?.();
  await lane.measure(PER_SECOND, SETTLING_SECONDS);
  const ms = await lane.measure(PER_SECOND, WINDOW_SECONDS);
  await page?.close();
  return percentile(ms, 99);
}
