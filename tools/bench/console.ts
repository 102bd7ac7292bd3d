import { type Browser, chromium, type Page } from "playwright-core";
import { CommandError } from "../../local/core/problems.ts";
import { root } from "../../bundler/paths.ts";
import { findBrowser } from "../browser/find.ts";
import { startIn, timeDevelopment } from "./development.ts";
import type { Result } from "./figure.ts";
import { newFillWebhook } from "./fills.ts";
import { type Lane, openLane } from "./latency.ts";
import { costOfPage, PER_SECOND } from "./page-cost.ts";
import { median } from "../statistics.ts";

const WARM_UP_SECONDS = 4;
const ROWS = "[role=row] a[href^='/events/']";

/** What the console page needs, and what an open page costs the lane. */
export async function benchConsole({ rounds }: { readonly rounds: number }): Promise<Result> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new CommandError("There is no Chromium: npm run browser sees to it.");
  const ready: number[] = [];
  for (let round = 0; round < Math.min(rounds, 3); round += 1) ready.push(await timeStart());
  const { readyMs, saveMs } = await timeDevelopment(rounds);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const lane = await openLane(newFillWebhook);
  try {
    await lane.measure(PER_SECOND, WARM_UP_SECONDS);
    const paints = await firstPaints(browser, lane.url, 2 * rounds);
    const shown = await timesToBeSeen(browser, lane, 4 * rounds);
    const cost = await costOfPage(lane, () => openEvents(browser, lane.url), 4 * rounds);
    return {
      figures: [
        { what: "npm start, nothing changed → ready, page included", unit: "ms", measured: median(ready), goal: 3000 },
        { what: "npm run dev, nothing built yet → ready, page included", unit: "ms", measured: readyMs, goal: 3000 },
        { what: "a handler is saved → effect of a webhook by it", unit: "ms", measured: median(saveMs), goal: 1000 },
        { what: "the page's first paint", unit: "ms", measured: median(paints), goal: 150 },
        { what: "webhook accepted → visible on the page", unit: "ms", measured: median(shown), goal: 150 },
        cost.figure,
      ],
      notes: [
        `console: medians; the slowest start took ${Math.max(...ready).toFixed(0)} ms, save ${Math.max(...saveMs).toFixed(0)} ms, paint ${Math.max(...paints).toFixed(0)} ms, row ${Math.max(...shown).toFixed(0)} ms. The browser draws on the same cores.`,
        cost.note,
      ],
    };
  } finally {
    await browser.close();
    await lane.close();
  }
}

/** From starting npm start until the page and its script are served. */
async function timeStart(): Promise<number> {
  const begun = performance.now();
  const command = startIn(root);
  await command.ready;
  const taken = performance.now() - begun;
  await command.end();
  return taken;
}

async function firstPaints(browser: Browser, url: string, times: number): Promise<number[]> {
  const paints: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const page = await openEvents(browser, url);
    paints.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
    );
    await page.close();
  }
  return paints;
}

/** Checked at each frame, because nobody sees a change before it is drawn. */
async function timesToBeSeen(browser: Browser, lane: Lane, times: number): Promise<number[]> {
  const page = await openEvents(browser, lane.url);
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const seen = page.evaluate(`new Promise((resolve) => {
      const before = ${JSON.stringify(await newest(page))};
      const look = () => {
        const [first] = document.querySelectorAll("${ROWS}");
        if (first?.getAttribute("href") !== before) resolve(Date.now());
        else requestAnimationFrame(look);
      };
      look();
    })`);
    const { acceptedAt } = await lane.send();
    taken.push(Math.max(0, Number(await seen) - acceptedAt));
  }
  await page.close();
  return taken;
}

async function openEvents(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}/events`);
  await page.locator(ROWS).first().waitFor();
  return page;
}

async function newest(page: Page): Promise<string> {
  return (await page.locator(ROWS).first().getAttribute("href")) ?? "";
}
