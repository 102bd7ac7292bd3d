import { parseObject } from "../../core/json.ts";
import type { LogLine } from "../contract/events.ts";

/** The parts of a function's log line used here. */
export interface ReadLine {
  readonly function: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** When it arrived, if it has no time of its own. */
  readonly at: number;
}

/** A kept line, as bytes: the garbage collector need not copy them, and they are parsed again on demand. */
export class KeptLine {
  readonly #function: string;
  readonly #at: number;
  readonly #fields: Buffer;

  constructor({ function: name, fields, at }: ReadLine) {
    this.#function = name;
    this.#at = at;
    this.#fields = Buffer.from(JSON.stringify(fields));
  }

  read(): ReadLine {
    return { function: this.#function, at: this.#at, fields: JSON.parse(this.#fields.toString()) };
  }
}

const SPAN = "logging.googleapis.com/spanId";

/** A log line's fields; empty if it is not JSON. */
export function readLine(line: string): Readonly<Record<string, unknown>> {
  return (line.startsWith("{") && parseObject(line)) || {};
}

/** The span of the webhook it belongs to. */
export function spanOf({ fields }: ReadLine): string | undefined {
  return textOf(fields[SPAN]);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function shownLine({ function: name, fields, at }: ReadLine): LogLine {
  const { message, severity, timestamp, logName: _logName, ...rest } = fields;
  return {
    at: textOf(timestamp) ?? new Date(at).toISOString(),
    function: name,
    severity: textOf(severity) ?? "DEFAULT",
    message: textOf(message) ?? "",
    fields: Object.fromEntries(Object.entries(rest).filter(([field]) => !field.startsWith("logging.googleapis.com"))),
  };
}
