import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { systemClock } from "./clock.ts";
import type { Trace } from "./trace.ts";

/** The closed vocabulary of log fields: metrics, alerts and dashboards are derived from these and nothing else. */
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
  /** A code, or the schema's message about a field; never a system's text or a value. */
  reason?: string;
  system?: string;
  /** A call with ids left out: `POST /sobjects/Lead`. */
  operation?: string;
  /** One that was left out or cut, by its name: never what was in it. */
  field?: string;
  /** Of a write: the ids of the records, and the names of the fields; never what they hold. */
  records?: readonly string[];
  fields?: readonly string[];
  /** HTTP status. */
  status?: number;
  callMs?: number;
  quotaUsed?: number;
  quotaMax?: number;
  acceptedToEffectMs?: number;
  /** Of how many, where a line tells of several. */
  count?: number;
  replayed?: boolean;
  /** Of a pause: who resumes it. */
  by?: "outage" | "allowance" | "refusals" | "person";
  /** Of a pause: its code, as the subscription's label has it, and since when. */
  why?: string;
  since?: string;
  /** What metrics of keeper and sweep are made of. */
  event?:
    | "handler paused"
    | "handler resumed"
    | "keeper ran"
    | "sweep ran"
    | "sent call missing"
    | "sent call lost"
    | "sent call refused"
    | "sweep doubted";
  /** Of a batch: how many are to be delivered again. */
  failed?: number;
  /** Of a batch. */
  deadLettered?: number;
  batchMs?: number;
  /** Keyed hash of whom the event is about, so that one person's events can be found together and nobody named. */
  orderingKeyHash?: string;
}

/** Writes structured log lines. Messages are constant sentences: whatever varies is a field. */
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
  /** Writes at once what it has kept, if it keeps any. */
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
    if (severity === "error") transport.flush?.(); // the process may end by it
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
 * Lines that are told at once in one write, which is a system call: of webhooks that have shared a request to Pub/Sub, or of all that
 * one webhook holds. Written before anything else goes on, and so before a webhook is answered.
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

/** Node takes longer to make a key of its text than to use it: an instance has one, and makes it once. */
const keys = new Map<string, KeyObject>();

function keyOf(text: string): KeyObject {
  const key = keys.get(text) ?? createSecretKey(text, "utf8");
  keys.set(text, key);
  return key;
}

/** What stands for a person in logs: the same for one person, and no way back without the key. */
export function hashOrderingKey(orderingKey: string, key: string): string {
  return createHmac("sha256", keyOf(key)).update(orderingKey).digest("hex").slice(0, 16);
}
