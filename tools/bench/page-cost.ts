import type { Figure } from "./figure.ts";
import type { Lane } from "./latency.ts";
import { drawn, seededRandom } from "../seeded-random.ts";
import { percentile } from "../statistics.ts";

export const PER_SECOND = 50;
/** Short, so that other load on the machine affects windows with and without a page alike. */
const WINDOW_SECONDS = 4;
/** Runs at the same rate but is not counted, so that opening and closing a page is over. */
const SETTLING_SECONDS = 2;

interface Cost {
  readonly figure: Figure;
  readonly note: string;
}

interface Openable {
  close(): Promise<void>;
}

/** Milliseconds of a round's webhooks: without a page, again without, and with a page. */
interface Round {
  readonly without: readonly number[];
  readonly again: readonly number[];
  readonly withPage: readonly number[];
}

/**
 * What an open page adds to the lane's p99. Each round has three short windows, two without a page and one with, in
 * rotating order. The difference between the two without a page is noise: if it exceeds a tenth, a page's tenth can't
 * be measured.
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
 * Over the webhooks of all rounds, because the p99 of a single window depends on its two slowest. Also describes how
 * much the result would vary between repetitions.
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

/** With its 90 % bootstrap interval over the rounds. */
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
