import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findBrowser } from "../../../tools/browser/find.ts";
import { type Answers, serveAnswers } from "./answers.ts";

const program = findBrowser();

/** Where there is none, what needs one is skipped with a line that says so, but for CI, where it fails. */
export function hasBrowser(): boolean {
  if (program !== undefined) return true;
  const sentence = "There is no Chromium: npm run browser sees to it.";
  if (process.env["CI"] === "true") throw new Error(sentence);
  process.stderr.write(`Skipped: ${sentence}\n`);
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: program ?? "", args: ["--no-sandbox"] });
}

/** A page that has been opened, and all that went wrong in it or left it. */
export interface OpenPage {
  readonly page: Page;
  /** Errors of scripts, refusals of the content security policy, requests to anywhere else. */
  readonly troubles: readonly string[];
  /** What axe-core finds: rule and place. */
  violations(): Promise<readonly string[]>;
}

/** What the API is to answer, in the place of the runner, and which colours the person prefers. */
export interface PageOptions {
  readonly answers?: Answers;
  readonly colorScheme?: "light" | "dark";
}

/** Opens an address of the console in a tab of its own; the page stores nothing that another could find. */
export async function openPage(
  browser: Browser,
  url: string,
  path: string,
  { answers, colorScheme = "light" }: PageOptions = {},
): Promise<OpenPage> {
  const page = await (browser.contexts()[0] ?? (await openWindow(browser))).newPage();
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => void (message.type() === "error" && troubles.push(message.text())));
  page.on("request", (request) => void (request.url().startsWith(url) || troubles.push(request.url())));
  if (answers !== undefined) await serveAnswers(page, answers);
  await page.goto(url + path);
  return { page, troubles, violations: () => violationsIn(page) };
}

/** One for all pages: opening another takes a second of CPU, and a tab half of it. Its first tab stays, and so it does. */
async function openWindow(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.newPage();
  return context;
}

async function violationsIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate("axe.run()")) as axe.AxeResults; // axe's own
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
