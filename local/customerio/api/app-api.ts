import { Hono } from "hono";
import { listActivities } from "./activities.ts";
import { answer, appError, refused } from "./answers.ts";
import { isObject } from "../../core/json.ts";
import { answering, type Call, type CustomerioEnvironment } from "./call.ts";
import { idTypeIn, unknownIdType } from "./id-type.ts";
import { bodyIdentifiers, type Identifier } from "../state/identifier.ts";
import { SEND_BYTES } from "./limits.ts";
import { answerPage } from "./paging.ts";
import type { Person } from "../state/people.ts";
import { createUlid } from "../state/ulid.ts";
import { note, nowSeconds, type Email, type Workspace } from "../state/workspace.ts";

const MOST_FOUND = 1000;

/** The App API: https://docs.customer.io/api/app/ */
export const appApi = new Hono<CustomerioEnvironment>();

appApi.use(({ env: { workspace } }, next) =>
  isTooFast(workspace) ? Promise.resolve(appError(workspace.settings, 429, "too many requests")) : next(),
);
appApi.get("/customers", answering(findByEmail));
appApi.post("/customers", answering(search));
appApi.get("/customers/:id/attributes", answering(readAttributes));
appApi.get("/customers/:id/messages", answering(listMessages));
appApi.get("/activities", answering(listActivities));
appApi.post("/send/email", answering(sendEmail));
appApi.all("*", ({ env }) => appError(env.workspace.settings, 404, "not found"));

/** [U] the body, and whether seconds are aligned to the clock. */
function isTooFast(workspace: Workspace): boolean {
  const { appCalls, settings } = workspace;
  const second = nowSeconds(workspace);
  appCalls.count = second === appCalls.second ? appCalls.count + 1 : 1;
  appCalls.second = second;
  return appCalls.count > settings.appCallsPerSecond;
}

function findByEmail({ visible, settings }: Workspace, { query }: Call): Response {
  const email = query.get("email");
  if (email === null) return appError(settings, 400, "email is required");
  const people = visible.find({ kind: "email", value: email.toLowerCase() });
  return answer(200, { results: people.map(({ email: address, id, cio_id }) => ({ email: address, id, cio_id })) });
}

/** [U] the default limit. */
function search({ visible, settings }: Workspace, { body, query }: Call): Response {
  const filter = body === undefined ? "the body is not a JSON object" : readFilter(body["filter"]);
  if (typeof filter === "string") return appError(settings, 400, filter);
  const all = visible.list().filter(filter);
  return answerPage(settings, query, { all, most: MOST_FOUND }, (found) => ({
    identifiers: found.map(({ email, id, cio_id }) => ({ email, id, cio_id })),
    ids: found.map(({ id }) => id ?? ""),
  }));
}

function readAttributes({ visible, settings }: Workspace, call: Call): Response {
  const person = named(visible, call);
  if (person === undefined) return unknownIdType(settings);
  return person === null
    ? appError(settings, 404, "customer not found")
    : answer(200, { customer: toCustomer(person) });
}

/** The e-mails that send/email has queued for the person. [U] those of campaigns, which this stand-in does not send. */
function listMessages({ visible, emails, settings }: Workspace, call: Call): Response {
  const person = named(visible, call);
  if (person === undefined) return unknownIdType(settings);
  if (person === null) return appError(settings, 404, "customer not found");
  const messages = emails.filter((email) =>
    bodyIdentifiers(email.identifiers).some(({ kind, value }) => person[kind] === value),
  );
  return answer(200, { messages: messages.map((email) => toMessage(person, email)), next: "" });
}

/** The person in a call: null if unknown, undefined if the call names none. */
function named(visible: Workspace["visible"], { query, id: value }: Call): Person | null | undefined {
  const kind = idTypeIn(query);
  if (kind === undefined) return undefined;
  return visible.find({ kind, value: kind === "email" ? value.toLowerCase() : value })[0] ?? null;
}

function toMessage(
  { id, email, cio_id }: Person,
  { delivery_id, queued_at, to, transactional_message_id }: Email,
): object {
  return {
    id: delivery_id,
    type: "email",
    recipient: to,
    customer_id: id ?? "",
    customer_identifiers: { id, email, cio_id },
    transactional_message_id,
    created: queued_at,
    metrics: { created: queued_at },
  };
}

/** Attribute values become text; times are listed for present attributes only. */
function toCustomer({ cio_id, id, email, attributes, timestamps }: Person): Record<string, unknown> {
  const all = { ...attributes, cio_id, ...(id === null ? {} : { id }), ...(email === null ? {} : { email }) };
  const texts = Object.entries(all).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    id: id ?? "",
    attributes: Object.fromEntries(texts),
    timestamps: Object.fromEntries(Object.entries(timestamps).filter(([name]) => name in attributes)),
    // Imports and forms store it as text.
    unsubscribed: String(attributes["unsubscribed"]).toLowerCase() === "true",
    devices: [],
  };
}

/** Every accepted call sends another e-mail: customer.io has no deduplication key. */
function sendEmail(workspace: Workspace, { body, bytes }: Call): Response {
  if (bytes > SEND_BYTES) return refused(413, `the request is larger than ${SEND_BYTES} bytes`);
  if (body === undefined) return refused(400, "the body is not a JSON object");
  const identifiers = isObject(body["identifiers"]) ? bodyIdentifiers(body["identifiers"]) : [];
  const complaint = complainAboutEmail(body, identifiers);
  if (complaint !== undefined) return refused(400, complaint);
  const { settings, emails, suppressions } = workspace;
  const { to, identifiers: given, transactional_message_id: messageId, message_data: data } = body;
  const queued = { delivery_id: createUlid(settings.clock.now(), settings.random), queued_at: nowSeconds(workspace) };
  if (suppressions.has(identifiers)) {
    note(workspace, "Suppressed Identifier Ignored", String(to), "send/email");
  } else {
    const email = {
      ...queued,
      to: String(to),
      identifiers: isObject(given) ? given : {},
      transactional_message_id: isMessageId(messageId) ? String(messageId) : null,
      message_data: isObject(data) ? data : {},
    };
    emails.push(email);
    settings.onChange?.({ kind: "emails", id: email.delivery_id, before: undefined, after: email });
  }
  return answer(200, queued);
}

function complainAboutEmail(
  { to, subject, from, body, transactional_message_id: messageId }: Readonly<Record<string, unknown>>,
  identifiers: Identifier[],
): string | undefined {
  if (typeof to !== "string" || !to.includes("@")) return "to is required";
  if (identifiers.length !== 1) return "identifiers must hold exactly one of id, email and cio_id";
  if (isMessageId(messageId)) return undefined;
  const isWhole = [subject, from, body].every((part) => typeof part === "string" && part !== "");
  return isWhole ? undefined : "transactional_message_id, or subject, from and body, is required";
}

/** A message's number or trigger name. */
function isMessageId(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}

type Matches = (person: Person) => boolean;

/**
 * Compiles a filter of the App API's search, https://docs.customer.io/api/app/#operation/getPeopleFilter; returns a
 * sentence if it is invalid. [U] the wording, and whether `eq` distinguishes type or case. Segments are not supported.
 */
function readFilter(filter: unknown): Matches | string {
  if (!isObject(filter)) return "filter must be an object";
  const [[kind, value] = [], ...others] = Object.entries(filter);
  if (others.length > 0) return "a filter holds one of and, or, not, attribute and segment";
  if (kind === "attribute") return readAttribute(value);
  if (kind === "not") {
    const matches = readFilter(value);
    return typeof matches === "string" ? matches : (person) => !matches(person);
  }
  if (kind !== "and" && kind !== "or") return `${kind ?? "an empty filter"} is not supported`;
  if (!Array.isArray(value) || value.length === 0) return `${kind} must hold a list of filters`;
  const all: Matches[] = [];
  for (const one of value.map(readFilter)) {
    if (typeof one === "string") return one;
    all.push(one);
  }
  return kind === "and"
    ? (person) => all.every((matches) => matches(person))
    : (person) => all.some((matches) => matches(person));
}

function readAttribute(attribute: unknown): Matches | string {
  if (!isObject(attribute) || typeof attribute["field"] !== "string") return "attribute.field is required";
  const { field, operator, value } = attribute;
  if (operator === "exists") return (person) => valueOf(person, field) !== undefined;
  if (operator !== "eq") return "attribute.operator must be eq or exists";
  const wanted = String(value).toLowerCase();
  return (person) => String(valueOf(person, field)).toLowerCase() === wanted;
}

function valueOf({ cio_id, id, email, attributes }: Person, field: string): unknown {
  return { ...attributes, cio_id, id: id ?? undefined, email: email ?? undefined }[field];
}
