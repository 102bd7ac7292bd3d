import { randomUUID } from "node:crypto";
import app from "../../functions/sources/app.ts";
import customerio from "../../functions/sources/customerio.ts";
import { signingSecret } from "../../local/runner/functions/environment.ts";
import type { PostRequest } from "./requests.ts";

const sources = { app, customerio };
const keys = {
  app: app.signature.key(signingSecret("app")),
  customerio: customerio.signature.key(signingSecret("customerio")),
};

/** A webhook signed now by its sender. */
export function signed(source: keyof typeof sources, id: string, payload: object): PostRequest {
  const body = Buffer.from(JSON.stringify(payload));
  const headers = { "content-type": "application/json" };
  return sources[source].signature.sign({ id, method: "POST", url: "", headers, body }, keys[source], Date.now());
}

/** customer.io reports a newsletter sent to someone. */
export function sentReport(email: string): PostRequest {
  const id = randomUUID();
  return signed("customerio", id, {
    event_id: id,
    object_type: "email",
    metric: "sent",
    timestamp: Math.floor(Date.now() / 1000),
    data: {
      customer_id: "0200102",
      identifiers: { id: "0200102", email, cio_id: "d9c106000001" },
      delivery_id: "RPILAgUBcRhIBqSfeiIwdIYJKxTY",
      newsletter_id: 7,
      content_id: 21,
      recipient: email,
      subject: "Your engine is ready",
    },
  });
}

/** A new person registers for the dinner. */
export function newRegistration() {
  const id = randomUUID();
  const data = {
    occasionId: "app:engines-dinner",
    email: `${id}@example.com`,
    status: "registered",
    firstName: "Ada",
    lastName: "Lovelace",
    company: "Analytical Engines",
    occasionName: "Engines Dinner",
  };
  const timestamp = new Date().toISOString();
  return { email: data.email, request: signed("app", `msg_${id}`, { type: "registration.changed", timestamp, data }) };
}
