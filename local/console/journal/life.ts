import type { Attempt, EventRecord, EventRow, HandlerLife, Life, Verification, Webhook } from "../contract/events.ts";
import { jsonIn } from "../../core/json.ts";
import { shownCall } from "./calls.ts";
import type { MadeChange } from "./changes.ts";
import { type ReadLine, shownLine, textOf } from "./lines.ts";
import type { Entry, OpenAttempt, OpenLife, OpenWebhook } from "./lives.ts";

/** Selects the changes that concern a row. */
export type ConcernOf = (row: EventRow) => (change: MadeChange) => boolean;

/** Everything that is kept about a row. */
export function shownLife(entry: Entry, schemeOf: (source: string) => string, concernOf?: ConcernOf): Life {
  const { row, life, handlers } = entry;
  const lines = life.lines.map((line) => line.read());
  const isOfBatch = [...handlers.values()].some(({ attempts }) => attempts.some(({ batch }) => batch !== undefined));
  const isOwn = isOfBatch ? concernOf?.(row) : undefined;
  return {
    row,
    webhook:
      life.webhook === undefined ? null : shownWebhook(life.webhook, verificationOf(life, lines, schemeOf(row.source))),
    event: shownEvent(entry),
    logs: lines.filter(({ fields: { eventId } }) => isOf(eventId, row.eventId)).map(shownLine),
    handlers: [...handlers].map(([name, { attempts }]): HandlerLife => ({
      name,
      attempts: attempts.map((attempt) => shownAttempt(attempt, row.eventId, lines, isOwn)),
    })),
  };
}

/** Lines without an event concern the whole webhook. */
function isOf(eventId: unknown, wanted: string | null): boolean {
  return eventId === undefined || wanted === null || eventId === wanted;
}

function shownWebhook({ rawHeaders, body, answer, ...webhook }: OpenWebhook, verification: Verification): Webhook {
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as const] : [],
  );
  return { ...webhook, headers, body: body.read(), answer: answer.read().text, verification };
}

function verificationOf({ verdict, webhook }: OpenLife, lines: readonly ReadLine[], scheme: string): Verification {
  const refusal = lines.find(({ fields }) => fields["outcome"] === "refused");
  const reason = textOf(refusal?.fields["reason"]);
  const ok = verdict !== "refused" && webhook?.status !== null;
  return { scheme, ok, ...(reason === undefined ? {} : { reason }) };
}

function shownEvent({ attributes, data }: Entry): EventRecord | null {
  if (attributes === undefined || data === undefined) return null;
  const {
    "ce-id": id = "",
    "ce-source": source = "",
    "ce-type": type = "",
    "ce-subject": subject,
    "ce-time": time,
  } = attributes;
  const { text } = data.read();
  return {
    id,
    source,
    type,
    ...(subject === undefined ? {} : { subject }),
    ...(time === undefined ? {} : { time }),
    data: jsonIn(text) ?? text, // itself if it is truncated
  };
}

function shownAttempt(
  attempt: OpenAttempt,
  eventId: string | null,
  lines: readonly ReadLine[],
  isOwn: ((change: MadeChange) => boolean) | undefined,
): Attempt {
  const { messageId: _messageId, calls, batch, ...shown } = attempt;
  const reason = reasonOf(attempt, eventId, lines);
  return {
    ...shown,
    ...(reason === undefined ? {} : { reason }),
    ...(batch && { batch: batch.size }),
    calls: calls.map((call) => shownCall(call, batch && isOwn)),
  };
}

function reasonOf({ handler, number }: OpenAttempt, eventId: string | null, lines: readonly ReadLine[]) {
  const line = lines.find(
    ({ fields }) =>
      fields["handler"] === handler &&
      fields["eventId"] === eventId &&
      (fields["attempt"] ?? number) === number &&
      (fields["outcome"] === "failed" || fields["outcome"] === "dead-lettered"),
  );
  if (line === undefined) return undefined;
  const { reason, system, operation } = line.fields;
  const where = [textOf(system), textOf(operation)].filter(Boolean).join(", ");
  return `${String(reason)}${where === "" ? "" : ` (${where})`}`;
}
