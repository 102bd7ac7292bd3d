import { randomUUID } from "node:crypto";
import type { PostRequest } from "./requests.ts";
import { signed } from "./webhooks.ts";

/** A submitted form, which benchmarks send and then follow by its id. */
export interface Fill {
  /** The webhook's id, the same on every retry. */
  readonly id: string;
  /** As typed. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly formId: string;
  /** RFC 3339; the same on every retry. */
  readonly happenedAt: string;
}

/** A fill by a new person. */
export function newFill(): Fill {
  const id = randomUUID();
  return {
    id: `msg_${id}`,
    email: `${id}@example.com`,
    firstName: "Ada",
    lastName: "Lovelace",
    formId: "contact-sales",
    happenedAt: new Date().toISOString(),
  };
}

/** The page's URL, which customer.io's event includes. It identifies the fill that an event comes from. */
export function pageUrlOf({ id, formId }: Fill): string {
  return `https://www.example.com/${formId}?fill=${id}`;
}

function dataOf(fill: Fill): object {
  const { email, firstName, lastName, formId } = fill;
  const pageUrl = pageUrlOf(fill);
  return {
    formId,
    email,
    firstName,
    lastName,
    company: "Analytical Engines",
    country: "United Kingdom",
    message: "Can your engine weave algebraical patterns?",
    pageUrl,
  };
}

/** The webhook as the company's application sends it. Only its signature time differs between attempts. */
export function webhookOf(fill: Fill): PostRequest {
  return signed("app", fill.id, { type: "form.submitted", timestamp: fill.happenedAt, data: dataOf(fill) });
}

/** A new fill's webhook. */
export function newFillWebhook() {
  const fill = newFill();
  return { email: fill.email, request: webhookOf(fill) };
}

/** The fill's event as a push from Pub/Sub. */
export function pushOf(fill: Fill): PostRequest {
  const { id, email, happenedAt } = fill;
  const attributes = {
    "content-type": "application/json",
    "ce-specversion": "1.0",
    "ce-id": id,
    "ce-source": "/sources/app",
    "ce-type": "form.submitted",
    "ce-subject": email,
    "ce-time": happenedAt,
  };
  const message = {
    messageId: "1",
    publishTime: happenedAt,
    attributes,
    data: Buffer.from(JSON.stringify(dataOf(fill))).toString("base64"),
    orderingKey: email,
  };
  const body = Buffer.from(
    JSON.stringify({ deliveryAttempt: 1, message, subscription: "projects/ycat-local/subscriptions/form-submitted" }),
  );
  return { headers: { "content-type": "application/json" }, body };
}
