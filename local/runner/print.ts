import type { SourceInfo } from "./runner.ts";

/** A function's log line for a person at a terminal; what is no JSON is printed as it is. */
export function readableLine(functionName: string, line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line);
  } catch {
    return `${functionName}  ${line}`;
  }
  const { message, severity, source: _s, handler: _h, timestamp: _t, logName: _l, ...fields } = entry;
  const shown = Object.entries(fields).filter(([name]) => !name.startsWith("logging.googleapis.com"));
  const text = shown
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
  return `${functionName}  ${String(severity)}  ${String(message)}  ${text}`;
}

export function welcome(url: string, sources: readonly SourceInfo[]): string {
  const { port } = new URL(url);
  return [
    `ycat is ready at ${url}`,
    "",
    ...sources.flatMap(({ name, url: address, scheme, secrets }) => [
      `  ${name}  POST ${address}  (${scheme})`,
      ...secrets.map((secret) => `      secret ${secret}`),
    ]),
    "",
    `  ${port === "8080" ? "" : `PORT=${port} `}npm run send -- app form.submitted      sends a signed webhook`,
    `  curl -s ${url}/api/state      shows what it did`,
    "",
  ].join("\n");
}
