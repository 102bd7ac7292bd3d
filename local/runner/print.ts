import { styleText } from "node:util";
import { KEEPER } from "../../functions/runtime/keeper/handlers.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import { parseObject } from "../core/json.ts";
import type { SourceView } from "../console/contract/send.ts";

/** How a function's log lines are shown: `short` to watch, `verbose` with all fields, `json` unchanged. */
type Detail = "short" | "verbose" | "json";

type Fields = Readonly<Record<string, unknown>>;

/** A function's log line for a terminal; lines that are no JSON object are unchanged. */
export function readableLine(functionName: string, line: string, detail: Detail): string {
  if (detail === "json") return line;
  const entry = parseObject(line);
  if (entry === undefined) return `${functionName}  ${line}`;
  const { message, severity, source: _source, handler: _handler, timestamp, logName: _logName, ...fields } = entry;
  const rest = detail === "short" ? gist(fields) : everything(fields);
  const text = [timeOfDay(timestamp), functionName, shown(severity), shown(message), rest];
  return coloured(severity, text.filter((part) => part !== "").join("  "));
}

/** Whether it reports a quarantined webhook. */
export function isQuarantine(line: string): boolean {
  return parseObject(line)?.["outcome"] === "quarantined";
}

/** Functions that log every half minute, without an event. */
const IN_BACKGROUND: ReadonlySet<string> = new Set([SWEEP, KEEPER]);

/** Hides routine lines from people, except in `json`. */
export function isShown(functionName: string, line: string, detail: Detail): boolean {
  if (detail !== "short") return true;
  const severity = parseObject(line)?.["severity"];
  return severity !== "DEBUG" && !(severity === "INFO" && IN_BACKGROUND.has(functionName));
}

/** What differs from line to line; of the event only enough to tell it from concurrent ones. */
function gist({ eventId, attempt, system, operation, status, field, fields, reason, ...numbers }: Fields) {
  const { callMs, acceptedToEffectMs, batchMs, count, failed, deadLettered } = numbers;
  const parts = [
    [system, operation, status].map(shown).filter(Boolean).join(" "),
    shown(field),
    Array.isArray(fields) ? fields.join(", ") : undefined,
    shown(reason),
    counted(count, "of them"),
    counted(failed, "failed"),
    counted(deadLettered, "dead-lettered"),
    milliseconds(callMs ?? acceptedToEffectMs ?? batchMs),
    typeof attempt === "number" && attempt > 1 ? `attempt ${attempt}` : undefined,
    typeof eventId === "string" ? `…${eventId.slice(-6)}` : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

function shown(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function counted(value: unknown, what: string): string | undefined {
  return typeof value === "number" && value > 0 ? `${value} ${what}` : undefined;
}

function milliseconds(value: unknown): string | undefined {
  return typeof value === "number" ? `${value} ms` : undefined;
}

function everything(fields: Fields): string {
  return Object.entries(fields)
    .filter(([name]) => !name.startsWith("logging.googleapis.com"))
    .map(([name, value]) => `${name}=${shown(value)}`)
    .join(" ");
}

/** In local time. */
function timeOfDay(timestamp: unknown): string {
  const time = typeof timestamp === "string" ? new Date(timestamp) : new Date();
  return time.toLocaleTimeString("en-GB", { hour12: false });
}

/** Without colour if the output is not a terminal, or with NO_COLOR: styleText checks the stream. */
function coloured(severity: unknown, text: string): string {
  if (severity === "ERROR") return styleText("red", text);
  if (severity === "WARNING") return styleText("yellow", text);
  return text;
}

export function welcome(url: string, sources: readonly SourceView[]): string {
  const { port } = new URL(url);
  const at = port === "8080" ? "" : `PORT=${port} `;
  const [first] = sources;
  return [
    `ycat is ready at ${url}`,
    "",
    ...(sources.length > MOST_IN_FULL && first !== undefined ? inShort(first, sources, url) : sources.flatMap(inFull)),
    "",
    `  ${at}npm run send -- app form.submitted      sends a signed webhook`,
    `  ${at}npm run state                           shows what it did`,
    "",
  ].join("\n");
}

/** Above this number, sources are listed by name only. */
const MOST_IN_FULL = 3;

/** A source's URL and signing secrets. */
export function inFull({ name, url, scheme, secrets }: SourceView): string[] {
  return [`  ${name}  POST ${url}  (${scheme})`, ...secrets.map((secret) => `      secret ${secret}`)];
}

function inShort(first: SourceView, sources: readonly SourceView[], url: string): string[] {
  const names = sources.map(({ name }) => name);
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > WIDTH) lines.push(`    ${name}`);
    else lines[lines.length - 1] = `${last}, ${name}`;
  }
  return [
    `  ${names.length} sources, each at ${first.url.replace(first.name, "NAME")}:`,
    ...lines,
    `  The secrets that their senders sign with here: curl -s ${url}/api/sources`,
  ];
}

const WIDTH = 92;
