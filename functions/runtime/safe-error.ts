import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { basename } from "node:path";
import type { Environment } from "./settings.ts";

/**
 * The name of the error's class, which is code: `TypeError`. Its own `name` is not read, because whoever threw it may
 * have written anything there, even a person's address.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "UNKNOWN";
  const { name } = Object.getPrototypeOf(error).constructor;
  // esbuild renames a class that refers to itself: `_TypeError`.
  const [, known] = /^_?([A-Z]\w{0,63})$/.exec(String(name)) ?? [];
  return known ?? "Error";
}

/** The code that a socket or one of our clients gave: `ECONNRESET`, `HTTP_503`. */
export function errorCode(error: unknown, otherwise = "NETWORK"): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : otherwise;
}

/**
 * Where an error was created, by its first frame in our own source: `form-submitted.ts:14`. In the cloud no source map
 * lies beside the bundle: there it is `index.cjs:35:110`, which `npm run where` translates. Never the error's text.
 */
export function placeOf(error: unknown): string | undefined {
  const frames = framesOf(error).flatMap((line) => readFrame(line) ?? []);
  const isOurs = ({ file }: Frame) => !/node_modules/.test(file);
  const frame = frames.find(isOurs) ?? frames[0];
  return frame === undefined ? undefined : `${basename(frame.file)}:${frame.line}${frame.column ?? ""}`;
}

/** What is logged of an error that nothing expected: its text may hold a payload. */
export function logFieldsOf(error: unknown): { readonly reason: string; readonly operation: string } {
  return { reason: errorName(error), operation: placeOf(error) ?? "unknown" };
}

/**
 * The error's text, but only on a developer's machine, where `npm start` sets YCAT_LOCAL: the text may hold a payload.
 */
export function localText(error: unknown, environment: Environment = process.env): string | undefined {
  return environment["YCAT_LOCAL"] === undefined || !(error instanceof Error) ? undefined : error.message;
}

/**
 * On a developer's machine, where `npm start` sets YCAT_LOCAL, prints an error with its text and stack. Prints nothing
 * in the cloud: the text may hold a payload.
 */
export function showLocally(
  error: unknown,
  environment: Environment = process.env,
  print: (text: string) => unknown = (text) => process.stderr.write(text),
): void {
  if (environment["YCAT_LOCAL"] === undefined || !(error instanceof Error)) return;
  const frames = framesOf(error).flatMap((line) => {
    const frame = readFrame(line);
    if (frame === undefined) return [];
    return `    at ${frame.run}${frame.file.replace(/^(\.\.\/)+/, "")}:${frame.line}`;
  });
  print(`${[`${errorName(error)}: ${error.message}`, ...frames].join("\n")}\n`);
}

interface Frame {
  /** `run ` of `run (index.cjs:35:110)`; empty at the top of a file. */
  readonly run: string;
  readonly file: string;
  readonly line: number;
  /** `:110`, for a bundle without its source map, whose line numbers say little. */
  readonly column?: string;
}

/** The stack's lines after the text, which may itself look like such lines. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { message, stack = "" } = error;
  const text = stack.indexOf(message);
  const start = stack.indexOf("\n", Math.max(0, text) + message.length);
  return text === -1 || start === -1 ? [] : stack.slice(start + 1).split("\n");
}

function readFrame(line: string): Frame | undefined {
  const [, run = "", path = "", row, column] =
    /^\s+at (?:async )?(.* )?\(?(?:file:\/\/)?([^()\s]+\.[cm]?[jt]s):(\d+):(\d+)\)?$/.exec(line) ?? [];
  if (path === "" || path.startsWith("node:")) return undefined;
  const entry = mapOf(path)?.findEntry(Number(row) - 1, Number(column) - 1);
  return entry !== undefined && "originalSource" in entry
    ? { run, file: entry.originalSource, line: entry.originalLine + 1 }
    : { run, file: path, line: Number(row), ...(path.endsWith(".cjs") && { column: `:${column}` }) };
}

const maps = new Map<string, SourceMap | undefined>();

/** The build puts it beside the bundle; read when the first error asks. */
function mapOf(path: string): SourceMap | undefined {
  if (!path.endsWith(".cjs")) return undefined;
  if (!maps.has(path)) maps.set(path, readMap(`${path}.map`));
  return maps.get(path);
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
