import { createHash } from "node:crypto";
import type { Event } from "../define/handler.ts";
import { DEFAULT_MAX_BODY_BYTES, type EventDraft, type Source } from "../define/source.ts";
import { normaliseEmail } from "../define/email.ts";
import { PermanentError, RefusedPayloadError, UnavailableError } from "../define/errors.ts";
import { parseJson } from "../json.ts";
import type { Log } from "../log.ts";
import { encodeEvent } from "../pubsub/message.ts";
import type { Publish } from "../pubsub/publish.ts";
import { encodeRejected } from "./quarantine.ts";
import { REJECTED_TOPIC } from "../pubsub/names.ts";
import type { SignedRequest } from "../signatures/scheme.ts";
import type { Trace } from "../trace.ts";
import { refusalOf, type Validate } from "../validate.ts";

/** A source with the validators that the build has compiled for it. */
export interface SourceUnit {
  readonly source: Source;
  /** Of the sender's payload. */
  readonly validatePayload: Validate;
  /** Of each event type's data. */
  readonly validateEvent: Readonly<Record<string, Validate>>;
}

/** What receiving needs besides the request; one per instance, save log and trace. */
export interface ReceiveContext {
  readonly keys: readonly Buffer[];
  readonly publish: Publish;
  readonly now: () => number;
  readonly log: Log;
  readonly trace: Trace;
}

export type WebhookRequest = SignedRequest;

/** What the sender is told. The statuses are decision 3 of the architecture: most senders retry on anything but 2xx. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: { readonly outcome: string; readonly events?: readonly string[]; readonly reason?: string };
}

/** Verifies a webhook, turns it into events, publishes these and answers; or quarantines it, or refuses it. */
export async function receiveWebhook(
  unit: SourceUnit,
  request: WebhookRequest,
  context: ReceiveContext,
): Promise<Answer> {
  const refusal = refuseByHeaders(unit.source, request) ?? refuseBySignature(unit.source, request, context);
  if (refusal !== undefined) {
    context.log.warning("webhook refused", {
      outcome: "refused",
      status: refusal.answer.status,
      reason: refusal.reason,
    });
    return refusal.answer;
  }
  try {
    return await acceptWebhook(unit, request, context);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    context.log.error("webhook not published: the sender has to send it again", {
      outcome: "unpublished",
      reason: error.reason.code,
      status: 503,
    });
    return {
      status: 503,
      headers: { "retry-after": "10" },
      body: { outcome: "unpublished", reason: "send it again later" },
    };
  }
}

interface Refusal {
  readonly answer: Answer;
  readonly reason: string;
}

/** What can be refused before the body is read: the server asks this first, and again with the whole body. */
export function refuseByHeaders(
  source: Source,
  { method, headers, body }: Omit<WebhookRequest, "url">,
): Refusal | undefined {
  const limit = source.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const length = Math.max(body.length, Number(headers["content-length"] ?? 0));
  if (method !== "POST")
    return refuse(405, "METHOD", `${method} is not allowed: webhooks are sent by POST`, { allow: "POST" });
  if (!isJson(headers))
    return refuse(415, "CONTENT_TYPE", "the content type must be application/json in UTF-8, not encoded");
  if (length > limit) return refuse(413, "TOO_LARGE", `the body is larger than ${limit} bytes`);
  return undefined;
}

function refuseBySignature(source: Source, request: SignedRequest, { keys, now }: ReceiveContext): Refusal | undefined {
  const verdict = source.signature.verify(request, keys, now());
  if (verdict === "genuine") return undefined;
  return refuse(401, verdict === "stale" ? "SIGNATURE_STALE" : "SIGNATURE", "not verified");
}

function refuse(status: number, reason: string, why: string, headers: Record<string, string> = {}): Refusal {
  return { reason, answer: { status, headers, body: { outcome: "refused", reason: why } } };
}

function isJson(headers: SignedRequest["headers"]): boolean {
  const [type = "", ...parameters] = (headers["content-type"] ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const isUtf8 = parameters.every(
    (parameter) => !parameter.startsWith("charset=") || /^charset="?utf-8"?$/.test(parameter),
  );
  return (
    /^application\/(?:[\w.+-]+\+)?json$/.test(type) &&
    isUtf8 &&
    (headers["content-encoding"] ?? "identity") === "identity"
  );
}

async function acceptWebhook(unit: SourceUnit, request: WebhookRequest, context: ReceiveContext): Promise<Answer> {
  try {
    return await publishEvents(eventsOf(unit, request), context);
  } catch (error) {
    if (error instanceof RefusedPayloadError) return quarantine(unit.source, request, error, context);
    if (error instanceof PermanentError)
      return quarantine(unit.source, request, new RefusedPayloadError(error.message, error.reason), context);
    throw error;
  }
}

async function publishEvents({ kind, events }: Mapped, { log, publish, trace }: ReceiveContext): Promise<Answer> {
  if (events.length === 0) {
    // The kind is the sender's own word: what does not look like a name might be anything, a person's data too.
    log.info("webhook ignored", {
      outcome: "ignored",
      reason: /^[\w.:-]{1,128}$/.test(kind) ? kind : "OTHER",
      status: 201,
    });
    return { status: 201, body: { outcome: "ignored", reason: `${kind} is nothing to ycat` } };
  }
  // Messages of one request must share their ordering key, and keep their order.
  const together = Map.groupBy(events, ({ type, subject }) => `${type} ${subject}`);
  await Promise.all(
    [...together.values()].map((group) =>
      publish(
        group[0]?.type ?? "",
        group.map((event) => encodeEvent(event, trace.traceparent)),
      ),
    ),
  );
  for (const { id, type } of events)
    log.info("event published", { outcome: "published", eventId: id, eventType: type, status: 201 });
  return { status: 201, body: { outcome: "published", events: events.map(({ id }) => id) } };
}

/** What a genuine request says. */
interface Mapped {
  /** The sender's own name of it. */
  readonly kind: string;
  readonly events: readonly Event[];
}

/**
 * The events in a genuine request: also what replays from quarantine go through.
 * @throws RefusedPayloadError naming the field that a schema refuses.
 */
export function eventsOf(
  { source, validatePayload, validateEvent }: SourceUnit,
  { headers, body }: Pick<SignedRequest, "headers" | "body">,
): Mapped {
  const payload = parseJson(body);
  throwIfRefused(validatePayload, payload);
  const checked = payload as never; // the schema has just passed it, and its type is made from that schema
  const { kind, drafts } = mapped(
    source,
    checked,
    Object.fromEntries((source.headers ?? []).map((name) => [name, headers[name]])),
  );
  const hash = drafts.every(({ id }) => id !== undefined)
    ? ""
    : createHash("sha256").update(`${source.name}\n`).update(body).digest("hex");
  const ids = idsOf(drafts.map(({ id }) => id ?? hash));
  return {
    kind,
    events: drafts.map((draft, index) => eventFrom(draft, ids[index] ?? "", source.name, validateEvent[draft.type])),
  };
}

/**
 * A mistake in the mapping is no fault of the sender's, who would send again in vain and, as customer.io does, hold back
 * all that follows: the payload is kept like one that the schema refuses, and replayed when the mapping is mended.
 */
function mapped(
  source: Source,
  payload: never,
  headers: Record<string, string | undefined>,
): { kind: string; drafts: readonly EventDraft[] } {
  try {
    return { kind: source.kind(payload), drafts: source.toEvents(payload, headers) };
  } catch (error) {
    throw badMapping(`the mapping of source ${source.name} failed`, error);
  }
}

function badMapping(what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(what, { code: "MAPPING", system: "schema" }, { cause });
}

/**
 * An id that the sender gives to several events of one webhook is told apart by their position. One that is an event's
 * own stays as it is: senders of batches put them together anew on a retry.
 */
function idsOf(given: readonly string[]): string[] {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const id of given) (seen.has(id) ? shared : seen).add(id);
  return given.map((id, index) => (shared.has(id) ? `${id}/${index + 1}` : id));
}

function eventFrom(draft: EventDraft, id: string, sourceName: string, validate: Validate | undefined): Event {
  if (validate === undefined)
    throw badMapping(`source ${sourceName} does not list the event type ${draft.type} in its events`);
  throwIfRefused(validate, draft.data, "/data");
  const subject = normaliseEmail(draft.subject);
  const time = new Date(typeof draft.time === "string" ? draft.time : Number.NaN);
  if (!/^[\x21-\x7e]{1,256}$/.test(id)) throw refused("/id", "must be 1 to 256 printable characters without spaces");
  if (typeof subject !== "string" || subject === "" || subject.length > 254)
    throw refused("/subject", "must be an e-mail");
  if (!(time.getUTCFullYear() >= 2000 && time.getUTCFullYear() < 2100))
    throw refused("/time", "must be an RFC 3339 time of this century");
  const data = draft.data as unknown as Event["data"]; // checked above
  return { id, source: `/sources/${sourceName}`, type: draft.type, subject, time: time.toISOString(), data };
}

function throwIfRefused(validate: Validate, data: unknown, root = ""): void {
  const refusal = refusalOf(validate, data, root);
  if (refusal !== undefined) throw new RefusedPayloadError(refusal.message, refusal.reason);
}

function refused(field: string, what: string): RefusedPayloadError {
  return new RefusedPayloadError(`${field} ${what}`, { code: "SCHEMA", system: "schema", field });
}

/** 201 all the same: a sender that is told 4xx sends it again for days, and customer.io holds back all the others. */
async function quarantine(
  source: Source,
  request: WebhookRequest,
  error: RefusedPayloadError,
  context: ReceiveContext,
): Promise<Answer> {
  await context.publish(REJECTED_TOPIC, [encodeRejected(source, request, error, context)]);
  context.log.error("webhook quarantined", { outcome: "quarantined", reason: error.message, status: 201 });
  return { status: 201, body: { outcome: "quarantined", reason: error.message } };
}
