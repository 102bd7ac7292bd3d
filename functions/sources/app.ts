import { RefusedPayloadError } from "../runtime/define/errors.ts";
import type { EventType } from "../runtime/define/handler.ts";
import { inOwnWords } from "../runtime/define/own-words.ts";
import { defineSource } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

/** The company's own application, which signs as https://www.standardwebhooks.com says. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  headers: ["webhook-id", "svix-id"],
  kind: ({ type }) => (ofOthers.has(type) ? refuse(type) : type),
  kinds: {
    "form.submitted": (webhook, { headers }) => [{ ...asItIs(webhook, headers), type: "form.submitted" }],
    "registration.changed": (webhook, { headers }) => [{ ...asItIs(webhook, headers), type: "registration.changed" }],
  },
});

/** Event types that other sources tell of: an application that says one means it, and nobody would hear of an opt-out that is ignored. */
const ofOthers: ReadonlySet<string> = new Set<EventType>([
  "contact.unsubscribed",
  "contact.subscribed",
  "email.reported",
  "invoice.paid",
]);

/** Kept in quarantine, and replayed once it is among the kinds. */
function refuse(type: string): never {
  const reason = { code: "NOT_TAKEN", system: "schema", field: "/type" };
  throw new RefusedPayloadError(`/type ${type} is an event type that functions/sources/app.ts does not take`, reason);
}

interface Webhook {
  readonly timestamp: string | number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The application says it in our words. */
function asItIs({ timestamp, data }: Webhook, headers: Readonly<Record<string, string | undefined>>) {
  return { id: headers["webhook-id"] ?? headers["svix-id"], time: timestamp, ...inOwnWords(data) };
}
