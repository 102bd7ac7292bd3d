import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isArgumentError, parseArgs } from "../bundler/arguments.ts";
import { type Browser, chromium } from "playwright-core";
import { endWithReader } from "../bundler/closed-output.ts";
import { dist, root } from "../bundler/paths.ts";
import { startRunner } from "../local/runner/runner.ts";
import { findBrowser } from "./browser/find.ts";

endWithReader();

const usage = `npm run pictures

Takes the screenshots of the console for README and docs (docs/pictures/). Run npm run build and npm run browser first.
`;

const SIZE = { width: 1280, height: 860 };

/** The story of a form whose answer from Salesforce was lost, and the list that contains it. */
async function takePictures(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("There is no Chromium: npm run browser sees to it.");
  const folder = join(root, "docs/pictures");
  await mkdir(folder, { recursive: true });
  const runner = await startRunner({ port: 0, dist, onLine: () => undefined });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const story = await playStory(browser, runner.url);
    for (const colorScheme of ["light", "dark"] as const)
      for (const [name, path] of [
        ["event", story],
        ["events", "/events"],
        ["person", "/people/ada%40example.com"],
        ["topology", "/topology"],
      ] as const) {
        const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: "reduce" });
        await page.goto(runner.url + path);
        await page.waitForTimeout(SETTLED_MS);
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
        await page.close();
      }
  } finally {
    await browser.close();
    await runner.close();
  }
}

const SETTLED_MS = 1000;

/** @returns the address of the event's story */
async function playStory(browser: Browser, url: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  for (const name of ["Send a sample form", "Lose Salesforce's next answer"]) {
    await page.getByRole("link", { name: "Events", exact: true }).click();
    await page.getByRole("button", { name }).click();
    await page.getByText("all done after").waitFor();
  }
  const { pathname } = new URL(page.url());
  await page.close();
  return pathname;
}

try {
  const { values } = parseArgs({ options: { help: { type: "boolean", default: false } } });
  if (values.help) console.log(usage);
  else await takePictures();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = isArgumentError(error) ? 2 : 1;
}
