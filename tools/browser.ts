import { spawnSync } from "node:child_process";
import { isArgumentError, parseArgs } from "../bundler/arguments.ts";
import { endWithReader } from "../bundler/closed-output.ts";
import { findBrowser } from "./browser/find.ts";

endWithReader();

const usage = `npm run browser

Installs the browser for the console's tests, Debian's package chromium, if there is none. CHROMIUM names another browser.
`;

/** Installs it if permitted; otherwise says what to do. */
function provide(): void {
  if (findBrowser() === undefined && process.getuid?.() === 0) install();
  const found = findBrowser();
  if (found === undefined)
    throw new Error("There is no Chromium: install your system's package chromium, or set CHROMIUM to its program.");
  console.log(`The console's tests run in ${found}.`);
}

function install(): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const step of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]])
    spawnSync("apt-get", ["--quiet", ...step], { stdio: ["ignore", "inherit", "inherit"], env: environment });
}

try {
  const { values } = parseArgs({ options: { help: { type: "boolean", default: false } } });
  if (values.help) console.log(usage);
  else provide();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = isArgumentError(error) ? 2 : 1;
}
