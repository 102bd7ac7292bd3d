import type { Figure } from "./figure.ts";
import type { Lane } from "./latency.ts";
import { drawn, seededRandom } from "../seeded-random.ts";
import { percentile } from "../statistics.ts";

export const PER_SECOND = 50;
/** Short, so that whatever else the machine does befalls windows with and without a page alike. */
const WINDOW_SECONDS = 4;
/** Under the same rate, and not counted: what it takes to open a page, or to close one, is over by then. */
const SETTLING_SECONDS = 2;

interface Cost {
  readonly figure: Figure;
  readonly note: string;
}

interface Openable {
  close(): Promise<void>;
}

/** What a round's webhooks took without a page, once more so, and with one; in milliseconds. */
export interface Round {
  readonly without: readonly number[];
  readonly again: readonly number[];
  readonly withPage: readonly number[];
}

/**
 * What an open page adds to the lane's p99. Each round has three short windows: two without a page and one with it, which comes first,
 * in the middle and last by turns. What the two differ by is no page's doing: where that is more than a tenth, neither is a tenth a page's.
 */
export async function costOfPage(lane: Lane, openPage: () => Promise<Openable>, rounds: number): Promise<Cost> {
  const taken: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const windows: number[][] = [];
    for (let place = 0; place < 3; place += 1)
      windows.push(await window(lane, place === round % 3 ? openPage : undefined));
    const [withPage = []] = windows.splice(round % 3, 1);
    const [without = [], again = []] = windows;
    taken.push({ without, again, withPage });
  }
  return costIn(taken);
}

/**
 * Of all rounds' webhooks together, for a window's own p99 stands on its slowest two; and in words how far that is from what
 * other rounds of the same kind would have said.
 */
export function costIn(rounds: readonly Round[]): Cost {
  const { withPage, without } = p99s(rounds);
  const webhooks = rounds.reduce((sum, round) => sum + round.withPage.length, 0);
  return {
    figure: {
      what: `webhook → effect, ${PER_SECOND} a second, with the page open: p99`,
      unit: "ms",
      measured: withPage,
      peer: { name: "no page", measured: without },
      goal: 1.1,
    },
    note:
      `console: p99 of ${webhooks} webhooks with a page to that of ${2 * webhooks} without, in ${rounds.length} rounds: ` +
      `${told(rounds, (some) => p99s(some).withPage / p99s(some).without)}; ` +
      `of a half of those without to the other: ${told(rounds, (some) => p99s(some).again / p99s(some).first)}.`,
  };
}

function p99s(rounds: readonly Round[]) {
  const [first, again] = [rounds.flatMap(({ without }) => without), rounds.flatMap((round) => round.again)];
  return {
    withPage: percentile(
      rounds.flatMap(({ withPage }) => withPage),
      99,
    ),
    without: percentile([...first, ...again], 99),
    first: percentile(first, 99),
    again: percentile(again, 99),
  };
}

const DRAWINGS = 200;

/** With the range in which it lies nine times of ten where rounds are drawn anew from these (bootstrap). */
function told(rounds: readonly Round[], ratioIn: (rounds: readonly Round[]) => number): string {
  const random = seededRandom(1);
  const ratios = Array.from({ length: DRAWINGS }, () => ratioIn(rounds.map((round) => drawn(rounds, random) ?? round)));
  const [low, high] = [percentile(ratios, 5), percentile(ratios, 95)];
  return `${ratioIn(rounds).toFixed(2)} × (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

async function window(lane: Lane, openPage: (() => Promise<Openable>) | undefined): Promise<number[]> {
  const page = await openPage?.();
  await lane.measure(PER_SECOND, SETTLING_SECONDS);
  const ms = await lane.measure(PER_SECOND, WINDOW_SECONDS);
  await page?.close();
  return ms;
}
