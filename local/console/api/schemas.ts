import { deadLetterSchemas } from "./dead-letter-schemas.ts";
import { handlerSchemas } from "./handler-schemas.ts";
import { proofSchemas } from "./proof-schemas.ts";
import { whySchemas } from "./why-schemas.ts";
import {
  anything,
  byName,
  flag,
  list,
  number,
  object,
  oneOf,
  orNull,
  ref,
  type Schema,
  text,
  texts,
} from "./json-schema.ts";

const time: Schema = { type: "string", format: "date-time" };
const OUTCOMES = ["under way", "handled", "retrying", "dead-lettered", "none"];
const VERDICTS = ["under way", "published", "ignored", "quarantined", "refused", "handshake", "unpublished"];

/** The types of contract/ as schemas, for clients in other languages. Tests validate every answer. */
export const schemas: Readonly<Record<string, Schema>> = {
  Error: object({ error: { type: "string", description: "a sentence: what is wrong with which field" } }),
  EventRow: object({
    id: text,
    seq: number,
    number,
    at: time,
    source: text,
    kind: orNull(text),
    verdict: oneOf(...VERDICTS),
    type: orNull(text),
    person: orNull(text),
    eventId: orNull(text),
    outcome: oneOf(...OUTCOMES),
    attempts: number,
    latencyMs: orNull(number),
  }),
  EventPage: object({ rows: list(ref("EventRow")), total: number, dropped: number }),
  Body: object({ text, bytes: number, cut: { const: true } }, ["cut"]),
  Webhook: object({
    method: text,
    path: text,
    headers: list({ type: "array", prefixItems: [text, text], items: false }),
    body: ref("Body"),
    status: orNull(number),
    answer: text,
    verification: object({ scheme: text, ok: flag, reason: text }, ["reason"]),
  }),
  EventRecord: object({ id: text, source: text, type: text, subject: text, time: text, data: anything }, [
    "subject",
    "time",
  ]),
  LogLine: object({ at: text, function: text, severity: text, message: text, fields: byName(anything) }),
  Attempt: object(
    {
      handler: text,
      number,
      startedAt: time,
      endedAt: orNull(time),
      outcome: oneOf("under way", "acknowledged", "refused", "timed out", "unreachable", "dead-lettered"),
      status: number,
      reason: text,
      batch: number,
      calls: list(ref("Call")),
    },
    ["status", "reason", "batch"],
  ),
  Call: object(
    {
      id: text,
      system: text,
      operation: text,
      method: text,
      path: text,
      request: ref("Body"),
      status: orNull(number),
      answer: ref("Body"),
      startedAt: time,
      ms: number,
      fault: text,
      changes: list(ref("Change")),
    },
    ["fault"],
  ),
  Change: object(
    {
      seq: number,
      system: text,
      kind: text,
      id: text,
      name: text,
      what: oneOf("created", "changed", "deleted"),
      fields: list(object({ field: text, before: anything, after: anything })),
      at: time,
      handler: text,
      event: text,
    },
    ["handler", "event"],
  ),
  Life: object(
    {
      row: ref("EventRow"),
      webhook: orNull(ref("Webhook")),
      event: orNull(ref("EventRecord")),
      logs: list(ref("LogLine")),
      handlers: list(object({ name: text, attempts: list(ref("Attempt")) })),
      dropped: { const: true },
    },
    ["dropped"],
  ),
  SystemRecord: object({ kind: text, id: text, name: text, fields: byName(anything) }),
  PersonView: object({
    email: text,
    events: list(ref("EventRow")),
    changes: list(ref("Change")),
    records: byName(list(ref("SystemRecord"))),
  }),
  ...whySchemas,
  SystemView: object(
    {
      name: text,
      kinds: list(object({ kind: text, count: number })),
      operations: texts,
      faults: byName(text),
      startingStates: texts,
      interventions: texts,
      recordActs: byName(texts),
      allowance: byName(object({ used: number, max: number })),
    },
    ["allowance"],
  ),
  RecordPage: object({ records: list(ref("SystemRecord")), total: number }),
  SourceView: object({ name: text, url: text, scheme: text, secrets: texts }),
  SampleView: object({ source: text, kind: text, headers: byName(text), body: text }),
  Sent: object({ id: text, answers: list(object({ status: number, body: text })), rows: texts }),
  FaultCell: object({
    handler: text,
    system: text,
    operation: text,
    faults: list(object({ name: text, rule: byName(anything), isPermanent: orNull(flag), proof: ref("FaultProof") })),
  }),
  FaultProof: object(
    {
      cases: orNull(object({ ok: number, declared: number, failed: number })),
      example: text,
      isOld: { const: true },
      declared: text,
    },
    ["example", "isOld", "declared"],
  ),
  FaultRow: { ...object({ system: text, fault: text, hits: number, spent: number }), additionalProperties: true },
  DeliveryRow: {
    ...object({ attempt: number, outcome: text, latencyMs: number, startedAt: time, messageId: text }),
    additionalProperties: true,
  },
  Topology: object({
    sources: list(object({ name: text, topics: texts, perMinute: number })),
    topics: list(object({ name: text, perMinute: number })),
    handlers: list(
      object({
        name: text,
        topic: text,
        systems: texts,
        isBatch: flag,
        perMinute: number,
        backlog: number,
        isPaused: flag,
      }),
    ),
    systems: list(object({ name: text, perMinute: number })),
  }),
  ...proofSchemas,
  ...deadLetterSchemas,
  ...handlerSchemas,
};
