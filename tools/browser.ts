import { spawnSync } from "node:child_process";
import { CommandError } from "../local/core/problems.ts";
import { readArguments } from "./arguments.ts";
import { findBrowser } from "./browser/find.ts";
import { runCommand } from "./command.ts";
import { openTerminal } from "./terminal.ts";

const usage = `npm run browser

Installs the browser for the console's tests, Debian's package chromium, if there is none. CHROMIUM names another browser.
`;

const terminal = openTerminal();
process.exitCode = await runCommand(terminal, usage, async () => {
  readArguments(process.argv.slice(2), {});
  if (findBrowser() === undefined && process.getuid?.() === 0) install();
  const found = findBrowser();
  if (found === undefined)
    throw new CommandError(
      "There is no Chromium: install your system's package chromium, or set CHROMIUM to its program.",
    );
  terminal.print(`The console's tests run in ${found}.`);
});

function install(): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const step of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]])
    spawnSync("apt-get", ["--quiet", ...step], { stdio: ["ignore", "inherit", "inherit"], env: environment });
}
