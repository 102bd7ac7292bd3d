import { eventTypes, type SourceKinds } from "../../schemas/types.ts";
import { isOurOwn } from "../configuration/salesforce.ts";
import type { EventType } from "../runtime/define/handler.ts";
import { ownWordFor } from "../runtime/reading/labels.ts";
import { inOwnWords } from "../runtime/reading/own-words.ts";
import { defineSource, type EventDraft, type WebhookContext } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

/**
 * Requests from a Flow in our own field names, signed as https://www.standardwebhooks.com specifies by the Apex in
 * docs/sources.md.
 */
export default defineSource({
  name: "salesforce-flow",
  signature: standardWebhooks(),
  headers: ["webhook-id"],
  kind: ({ type }) => type,
  kinds: {
    "contact.unsubscribed": (said, context) => asItIs("contact.unsubscribed", said, context),
    "contact.subscribed": (said, context) => asItIs("contact.subscribed", said, context),
    "registration.changed": (said, context) => asItIs("registration.changed", said, context),
  },
  neverIgnored: eventTypes,
});

type Said = SourceKinds["salesforce-flow"][keyof SourceKinds["salesforce-flow"]];

function asItIs(type: EventType, webhook: Said, { headers }: WebhookContext): EventDraft[] {
  const { organizationId, userId, timestamp: time, data } = webhook;
  if (isOurOwn(organizationId, userId)) return [];
  const neverWaits = type === "contact.unsubscribed";
  // An opt-in counts only for the address that stands there for the person, and not for one in an object beside it.
  const isTheirs = type !== "contact.subscribed" || Object.keys(data).some((name) => ownWordFor(name) === "email");
  const { person, ...said } = inOwnWords(data);
  return [{ id: headers["webhook-id"], type, time, neverWaits, person: isTheirs ? person : undefined, ...said }];
}
