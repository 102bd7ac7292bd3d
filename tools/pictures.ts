import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { dist, root } from "../bundler/paths.ts";
import { CommandError } from "../local/core/problems.ts";
import { startRunner } from "../local/runner/runner.ts";
import { readArguments } from "./arguments.ts";
import { findBrowser } from "./browser/find.ts";
import { runCommand } from "./command.ts";
import { openTerminal } from "./terminal.ts";

const usage = `npm run pictures

Takes the screenshots of the console for README and docs (docs/pictures/). Run npm run build and npm run browser first.
`;

const SIZE = { width: 1280, height: 860 };

/** The story of a form whose answer from Salesforce was lost, and the list that contains it. */
async function takePictures(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new CommandError("There is no Chromium: npm run browser sees to it.");
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

process.exitCode = await runCommand(openTerminal(), usage, async () => {
  readArguments(process.argv.slice(2), {});
  await takePictures();
});
