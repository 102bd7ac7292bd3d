import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { systemClock } from "./clock.ts";
import type { Trace } from "./trace.ts";

/** The closed vocabulary of log fields: metrics, alerts and dashboards are derived from these alone. */
export interface LogFields {
  source?: string;
  handler?: string;
  /** Which build of the function: the hash in its bundle's name. */
  version?: string;
  eventId?: string;
  eventType?: string;
  /** Which delivery of this message this is, from 1. */
  attempt?: number;
  outcome?:
    | "published"
    | "ignored"
    | "quarantined"
    | "refused"
    | "unpublished"
    | "done"
    | "failed"
    | "dead-lettered"
    | "skipped";
  /** A code, or the schema's message about a field; never a system's text, never a value. */
  reason?: string;
  system?: string;
  /** The operation, without ids: `POST /sobjects/Lead`. */
  operation?: string;
  /** The name of a field that was left out or cut; never its content. */
  field?: string;
  /** Of a write: the records' ids and the fields' names; never their values. */
  records?: readonly string[];
  fields?: readonly string[];
  status?: number;
  callMs?: number;
  quotaUsed?: number;
  quotaMax?: number;
  acceptedToEffectMs?: number;
  /** How many, where one line stands for several. */
  count?: number;
  replayed?: boolean;
  /** Of a pause: who resumes it. */
  by?: "outage" | "allowance" | "refusals" | "person";
  /** Of a pause: its code, as in the subscription's label, and its start. */
  why?: string;
  since?: string;
  /** The metrics of the keeper and the sweep are made of these. */
  event?:
    | "handler paused"
    | "handler resumed"
    | "keeper ran"
    | "sweep ran"
    | "sent call missing"
    | "sent call lost"
    | "sent call refused"
    | "sweep doubted";
  /** Of a batch: how many will be delivered again. */
  failed?: number;
  deadLettered?: number;
  batchMs?: number;
  /** Keyed hash of the event's subject: one person's events can be found together without naming anybody. */
  orderingKeyHash?: string;
}

/** Writes structured log lines. Messages are constant sentences; everything that varies is a field. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warning(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  with(fields: LogFields): Log;
}

/** Where log lines go: process.stdout, from which Cloud Run collects them. */
export interface LogTransport {
  write(line: string): unknown;
  /** Writes at once whatever it has buffered, if it buffers. */
  flush?(): void;
}

type Severity = "debug" | "info" | "warning" | "error";

/**
 * A log that writes lines of JSON as Cloud Logging takes them: https://cloud.google.com/logging/docs/structured-logging
 * They are those of @google-cloud/logging's synchronous writer: docs/decisions/0016-log-lines-are-written-by-our-own-code.md
 */
export function createLog(projectId: string, trace?: Trace, transport: LogTransport = standardOutput): Log {
  const logName = `projects/${projectId}/logs/ycat`;
  const traced = trace && {
    "logging.googleapis.com/trace": `projects/${projectId}/traces/${trace.traceId}`,
    "logging.googleapis.com/spanId": trace.spanId,
  };
  return logWith({}, (severity, message, fields) => {
    const now = systemClock.now();
    const line = {
      timestamp: { seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1_000_000 },
      severity: severity.toUpperCase(),
      "logging.googleapis.com/insertId": nextId(),
      ...traced,
      message,
      ...fields,
      logName,
    };
    transport.write(`${JSON.stringify(line)}\n`);
    if (severity === "error") transport.flush?.(); // the process may end because of it
  });
}

let written = 0;
let instance: string | undefined;

/** By it Cloud Logging tells an entry from one that it has already, and sorts those of one millisecond. */
function nextId(): string {
  instance ??= randomBytes(12).toString("hex");
  written += 1;
  return `${String(written).padStart(12, "0")}-${instance}`;
}

/**
 * Writes the lines of one moment in a single write, which is a system call: those of webhooks that shared a request to
 * Pub/Sub, or all lines of one webhook. They are written before anything else goes on, and so before a webhook is
 * answered.
 */
export function together(write: (text: string) => unknown): Required<LogTransport> {
  let lines = "";
  const flush = () => {
    if (lines !== "") write(lines);
    lines = "";
  };
  return {
    write(line) {
      if (lines === "") queueMicrotask(flush);
      lines += line;
    },
    flush,
  };
}

const standardOutput = together((text) => process.stdout.write(text));

function logWith(fixed: LogFields, write: (severity: Severity, message: string, fields: LogFields) => void): Log {
  const at = (severity: Severity) => (message: string, fields?: LogFields) =>
    write(severity, message, { ...fixed, ...fields });
  return {
    debug: at("debug"),
    info: at("info"),
    warning: at("warning"),
    error: at("error"),
    with: (fields) => logWith({ ...fixed, ...fields }, write),
  };
}

/** Node takes longer to make a key from text than to use it, so an instance makes its only key once. */
const keys = new Map<string, KeyObject>();

function keyOf(text: string): KeyObject {
  const key = keys.get(text) ?? createSecretKey(text, "utf8");
  keys.set(text, key);
  return key;
}

/** Stands for a person in logs: always the same for one person, and irreversible without the key. */
export function hashOrderingKey(orderingKey: string, key: string): string {
  return createHmac("sha256", keyOf(key)).update(orderingKey).digest("hex").slice(0, 16);
}
