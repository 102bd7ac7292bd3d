import { createHash } from "node:crypto";
import type { Event } from "../define/handler.ts";
import type { EventDraft, Source, WebhookContext } from "../define/source.ts";
import { normaliseEmail } from "../reading/email.ts";
import { RefusedPayloadError } from "../define/errors.ts";
import { isOfThisCentury, parseTime } from "../reading/time.ts";
import { errorName, placeOf, showLocally } from "../safe-error.ts";
import { nameAmong } from "../reading/spelling.ts";
import { unreadIn } from "../reading/unread.ts";
import { checked } from "../validate.ts";
import { asTyped } from "../reading/as-typed.ts";
import { notifiedIn, renamedIn } from "./envelopes.ts";
import type { SourceUnit, Webhook } from "./unit.ts";
import { identityIn, unfilledIn } from "./unfilled.ts";

/** The content of a webhook, or of one item of a list. */
export interface Mapped {
  /** The sender's own name of it. */
  readonly kind: string;
  readonly events: readonly Event[];
}

/**
 * The events in a payload. The only place where a source's functions run, including replays from quarantine.
 * @throws RefusedPayloadError naming the field that a schema refuses.
 */
export function eventsIn(unit: SourceUnit, payload: unknown, webhook: Webhook): Mapped {
  const { source } = unit;
  const context = { headers: keptHeaders(source, webhook) };
  const envelope = checked(unit.validateEnvelope, payload);
  const said = mapping(source.name, () => source.kind(envelope, context));
  if (typeof said !== "string" || said === "")
    throw refused("/", `has no kind: nothing is there that functions/sources/${source.name}.ts takes one from`);
  if (/[\r\n]/.test(said) || said.length > LONGEST_KIND) throw refused("/", "has a kind that is no name");
  const kind = nameAmong(source.kinds, said);
  const validate = Object.hasOwn(unit.validateKind, kind) ? unit.validateKind[kind] : undefined;
  const map = source.kinds[kind];
  if (validate === undefined || map === undefined) {
    const notified = notifiedIn(payload);
    if (notified !== undefined) return eventsIn(unit, notified, webhook);
    checkIgnored(source, said);
    return { kind, events: [] };
  }
  const known = checked(validate, renamedIn(payload), "", { meant: asTyped, onLeftOut: webhook.onLeftOut });
  const drafts = mapping(source.name, () => map(known, context));
  const ids = idsOf(drafts, source.name, payload);
  const events = drafts.map((draft, index) => {
    try {
      return eventFrom(draft, ids[index] ?? "", unit, webhook);
    } catch (error) {
      throw lacksPerson(error) ? withMapping(error, source.name, kind) : error;
    }
  });
  return { kind, events };
}

/** Whether the mapping found no person at all; an invalid e-mail is reported as such. */
function lacksPerson(error: unknown): error is RefusedPayloadError {
  return (
    error instanceof RefusedPayloadError && error.reason.isMissing === true && error.reason.field === "/data/email"
  );
}

/** The schema only knows that the person is missing; the message adds which mapping should find one. */
function withMapping(cause: RefusedPayloadError, sourceName: string, kind: string): RefusedPayloadError {
  const { message, reason } = cause;
  return new RefusedPayloadError(`${message}: functions/sources/${sourceName}.ts finds none in a ${kind}`, reason, {
    cause,
  });
}

/** Longer than any sender's kind: the body was not read as it was meant. */
const LONGEST_KIND = 200;

/** What CloudEvents advise to put before a type of two words: com.example. */
const DOMAIN = /^(?:[\w-]+\.)+(?=[\w-]+\.[\w-]+$)/;

/** Kinds match in any case and spelling, as for listed ones. */
function checkIgnored({ name, neverIgnored = [] }: Source, said: string): void {
  // The sender may have gone on to the next version first: form.submitted.v2.
  const type = said.trim().replace(/[\s._:/-]?v\d{1,3}$/i, "");
  const types = [type, type.replace(DOMAIN, "")];
  if (!neverIgnored.some((one) => types.some((each) => nameAmong({ [one]: true }, each) === one))) return;
  const reason = { code: "NOT_TAKEN", system: "schema", field: "/" };
  throw new RefusedPayloadError(`/ is a ${said}, which functions/sources/${name}.ts does not take`, reason);
}

/** The headers that a source's functions receive. */
export function keptHeaders({ headers = [] }: Source, request: Pick<Webhook, "headers">): WebhookContext["headers"] {
  return Object.fromEntries(headers.map((name) => [name, request.headers[name]]));
}

/**
 * A bug in a mapping is not the sender's fault: it would retry in vain and, like customer.io, hold back everything
 * after it. The payload is quarantined like one refused by a schema, and replayed once the mapping is fixed.
 */
export function mapping<Result>(sourceName: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof RefusedPayloadError) throw error;
    showLocally(error);
    const place = placeOf(error);
    const where = place === undefined ? "" : ` at ${place}`;
    throw badMapping(`the mapping of source ${sourceName} failed: ${errorName(error)}${where}`, error);
  }
}

function badMapping(what: string, cause?: unknown): RefusedPayloadError {
  return new RefusedPayloadError(what, { code: "MAPPING", system: "schema" }, { cause });
}

/**
 * Events that share an id within a webhook are numbered. An event's own id stays unchanged, since senders regroup
 * batches on retry. Without an id, it is a hash of the content, not of the bytes, which differ between retries if
 * compressed or chunked.
 */
function idsOf(drafts: readonly EventDraft[], sourceName: string, payload: unknown): string[] {
  let hash: string | undefined;
  const given = drafts.map(({ id }) => (id === undefined ? (hash ??= hashOf(sourceName, payload)) : printable(id)));
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const id of given) (seen.has(id) ? shared : seen).add(id);
  return given.map((id, index) => (shared.has(id) ? `${id}/${index + 1}` : id));
}

function hashOf(sourceName: string, payload: unknown): string {
  return createHash("sha256")
    .update(`${sourceName}\n${JSON.stringify(payload)}`)
    .digest("hex");
}

/**
 * ASCII without spaces, as attributes and headers require: an id built by a mapping may contain a time in the sender's
 * format.
 */
function printable(id: string): string {
  return /^[\x21-\x7e]*$/.test(id) ? id : encodeURI(id.toWellFormed());
}

function eventFrom(draft: EventDraft, id: string, { source, validateEvent }: SourceUnit, webhook: Webhook): Event {
  const { type } = draft;
  const validate = validateEvent[type];
  if (validate === undefined)
    throw badMapping(
      `the last whole build knows of no sample of source ${source.name} that becomes ${type}: add one, or mend what npm run build says of those that are there`,
    );
  const isPerson = !("subject" in draft);
  const subject = isPerson ? normaliseEmail(draft.person) : draft.subject;
  const given = isPerson ? { ...draft.data, email: subject } : draft.data;
  const data = checked(validate, given, "/data", { onLeftOut: webhook.onLeftOut });
  for (const unread of unreadIn(validate.shape ?? {}, given, data)) webhook.onLeftOut?.(unread);
  if (!/^[\x21-\x7e]{1,256}$/.test(id)) throw refused("/id", "must be 1 to 256 characters");
  if (!isSubject(subject))
    throw refused(isPerson ? "/person" : "/subject", isPerson ? "must be an e-mail" : NO_SUBJECT);
  refuseUnfilled({ "/id": id, ...(!isPerson && { "/subject": subject }), ...identityIn(validate.shape, data) });
  const time = new Date(timeOf(draft, webhook)).toISOString();
  return { id, source: `/sources/${source.name}`, type, subject, time, data };
}

const NO_SUBJECT = "must be a text of 1 to 254 characters";
/** How far the clocks of a sender's systems may differ: the one that dates events and the one that signs. */
const MOST_AHEAD_MS = 5 * 60 * 1000;

/** For events that must not wait, the signature's time replaces an unusable one. */
function timeOf({ time, neverWaits = false }: EventDraft, { signedAt = Infinity }: Webhook): number {
  const read = parseTime(time);
  const isTime = read !== undefined && isOfThisCentury(read);
  if (isTime && read <= signedAt + MOST_AHEAD_MS) return read;
  if (neverWaits && Number.isFinite(signedAt)) return signedAt;
  throw refused(
    "/time",
    isTime ? "is later than the webhook was signed" : "must be a time of this century, with its zone",
  );
}

/** Another webhook with the same gap would be taken for the same occasion, form or event. */
function refuseUnfilled(identity: Readonly<Record<string, string>>): void {
  for (const [field, text] of Object.entries(identity)) {
    const part = unfilledIn(text);
    if (part !== undefined)
      throw refused(
        field,
        `holds ${part} for a part: the webhook lacks what the mapping puts there; require it in its schema`,
      );
  }
}

function isSubject(subject: unknown): subject is string {
  return typeof subject === "string" && subject !== "" && subject.length <= 254;
}

function refused(field: string, what: string): RefusedPayloadError {
  return new RefusedPayloadError(`${field} ${what}`, { code: "SCHEMA", system: "schema", field });
}
