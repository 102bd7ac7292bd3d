import { Hono } from "hono";
import { answer, appError, refused } from "./answers.ts";
import { answering, type Call, type CustomerioEnvironment, isObject } from "./call.ts";
import { bodyIdentifiers } from "../state/identifier.ts";
import type { Identifier } from "../state/identifier.ts";
import { SEND_BYTES } from "./limits.ts";
import type { Person } from "../state/people.ts";
import { createUlid } from "../state/ulid.ts";
import { note, nowSeconds } from "../state/workspace.ts";
import type { Workspace } from "../state/workspace.ts";

/** The App API: https://docs.customer.io/api/app/ */
export const appApi = new Hono<CustomerioEnvironment>();

appApi.get("/customers", answering(findByEmail));
appApi.get("/customers/:id/attributes", answering(readAttributes));
appApi.post("/send/email", answering(sendEmail));
appApi.all("*", ({ env }) => appError(env.workspace.settings, 404, "not found"));

function findByEmail({ visible, settings }: Workspace, { query }: Call): Response {
  const email = query.get("email");
  if (email === null) return appError(settings, 400, "email is required");
  const people = visible.find({ kind: "email", value: email.toLowerCase() });
  return answer(200, { results: people.map(({ email: address, id, cio_id }) => ({ email: address, id, cio_id })) });
}

function readAttributes({ visible, settings }: Workspace, { query, id: value }: Call): Response {
  const kind = query.get("id_type") ?? "id";
  if (kind !== "id" && kind !== "email" && kind !== "cio_id") {
    return appError(settings, 400, "id_type must be id, email or cio_id");
  }
  const [person] = visible.find({ kind, value: kind === "email" ? value.toLowerCase() : value });
  if (person === undefined) return appError(settings, 404, "customer not found");
  return answer(200, { customer: toCustomer(person) });
}

/** Attributes are text here, whatever they were when they were set. */
function toCustomer({ cio_id, id, email, attributes, timestamps }: Person): Record<string, unknown> {
  const named = { ...attributes, cio_id, ...(id === null ? {} : { id }), ...(email === null ? {} : { email }) };
  const texts = Object.entries(named).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    id: id ?? "",
    attributes: Object.fromEntries(texts),
    timestamps,
    unsubscribed: attributes["unsubscribed"] === true,
    devices: [],
  };
}

/** Every call that is accepted sends one more e-mail: customer.io has no key that would make a repetition known. */
function sendEmail(workspace: Workspace, { body, bytes }: Call): Response {
  if (bytes > SEND_BYTES) return refused(413, `the request is larger than ${SEND_BYTES} bytes`);
  if (body === undefined) return refused(400, "the body is not a JSON object");
  const identifiers = isObject(body["identifiers"]) ? bodyIdentifiers(body["identifiers"]) : [];
  const complaint = complainAboutEmail(body, identifiers);
  if (complaint !== undefined) return refused(400, complaint);
  const { settings, emails, suppressions } = workspace;
  const { to, identifiers: named, transactional_message_id: messageId, message_data: data } = body;
  const queued = { delivery_id: createUlid(settings.clock.now(), settings.random), queued_at: nowSeconds(workspace) };
  if (suppressions.has(identifiers)) {
    note(workspace, "Suppressed Identifier Ignored", String(to), "send/email");
  } else {
    emails.push({
      ...queued,
      to: String(to),
      identifiers: isObject(named) ? named : {},
      transactional_message_id: isMessageId(messageId) ? String(messageId) : null,
      message_data: isObject(data) ? data : {},
    });
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

/** A message is named by its number or by its trigger name. */
function isMessageId(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}
