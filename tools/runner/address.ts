import { UsageError } from "../../local/core/problems.ts";
import type { Environment } from "../../functions/runtime/settings.ts";

/**
 * URL of npm start: the given one, or else this machine at PORT, or 8080.
 * @param given the text of --url
 * @throws UsageError if it is not a URL, or PORT not a port
 */
export function runnerUrl({ PORT }: Environment, given?: string): string {
  if (given !== undefined) return readUrl(given);
  const port = PORT || "8080";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535 || Number(port) === 0)
    throw new UsageError(`PORT is "${port}"; a number from 1 to 65535 is expected, the one at which npm start runs.`);
  return `http://localhost:${port}`;
}

function readUrl(given: string): string {
  const url = URL.parse(given);
  if (url === null || !["http:", "https:"].includes(url.protocol))
    throw new UsageError(`--url is "${given}"; http://localhost:8080 is expected, or another that begins so.`);
  return given.replace(/\/+$/, "");
}
