import { UsageError } from "../../local/core/problems.ts";

/** Where npm start runs on this machine: at PORT, or 8080. @throws UsageError where that is no port. */
export function runnerUrl({ PORT }: Readonly<Record<string, string | undefined>>): string {
  const port = PORT || "8080";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535 || Number(port) === 0)
    throw new UsageError(`PORT is "${port}"; a number from 1 to 65535 is expected, the one at which npm start runs.`);
  return `http://localhost:${port}`;
}
