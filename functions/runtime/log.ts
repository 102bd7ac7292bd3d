import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { Entry } from "@google-cloud/logging/build/src/entry.js";
import { LogSync } from "@google-cloud/logging/build/src/log-sync.js";
import type { Writable } from "node:stream";
import type { Logging } from "@google-cloud/logging";
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
  operation?: string | undefined;
  /** The name of a field that was left out or cut; never its content. */
  field?: string;
  /** Writes: record ids and field names, never values. */
  records?: readonly string[];
  fields?: readonly string[];
  status?: number | undefined;
  callMs?: number;
  quotaUsed?: number;
  quotaMax?: number;
  acceptedToEffectMs?: number;
  /** How many, where one line stands for several. */
  count?: number;
  replayed?: boolean;
  /** Pauses: who resumes. */
  by?: "outage" | "allowance" | "refusals" | "person";
  /** Pauses: the code, as in the subscription's label, and the start. */
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
  /** Batches: how many messages will be redelivered. */
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
interface LogTransport {
  write(line: string): unknown;
  /** Writes at once whatever it has buffered, if it buffers. */
  flush?(): void;
}

type Severity = "debug" | "info" | "warning" | "error";

/**
 * A log that writes JSON lines at once through @google-cloud/logging's synchronous writer. That is taken from its own
 * module: the package's root loads gRPC, 400 ms that no cold start can spare.
 */
export function createLog(projectId: string, trace?: Trace, transport: LogTransport = standardOutput): Log {
  const writer = writerOf(projectId, transport);
  const metadata =
    trace === undefined ? {} : { trace: `projects/${projectId}/traces/${trace.traceId}`, spanId: trace.spanId };
  return logWith({}, (severity, message, fields) => {
    writer[severity](writer.entry(metadata, { message, ...fields }));
    if (severity === "error") transport.flush?.(); // the process may end because of it
  });
}

const writers = new WeakMap<LogTransport, Map<string, LogSync>>();

/** One for all requests. */
function writerOf(projectId: string, transport: LogTransport): LogSync {
  const ofTransport = writers.get(transport) ?? new Map<string, LogSync>();
  writers.set(transport, ofTransport);
  const writer = ofTransport.get(projectId) ?? newWriter(projectId, transport);
  ofTransport.set(projectId, writer);
  return writer;
}

function newWriter(projectId: string, transport: LogTransport): LogSync {
  // The library's once-per-process line about itself has none of our fields.
  Object.assign(globalThis, { shouldSkipInstrumentationCheck: true });
  // LogSync asks its Logging for no more than these two.
  const logging = { projectId, entry: (metadata: object, data: object) => new Entry(metadata, data) };
  return new LogSync(logging as unknown as Logging, "ycat", transport as Writable, { useMessageField: false });
}

/**
 * Writes the lines of one moment in a single system call: those of webhooks that shared a request to Pub/Sub, or all
 * lines of one webhook. They are written before anything else runs, and so before a webhook is answered.
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
