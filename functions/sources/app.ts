import { eventTypes, type SourceKinds } from "../../schemas/types.ts";
import { inOwnWords } from "../runtime/reading/own-words.ts";
import { defineSource, type WebhookContext } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

/** The company's own application. It signs as https://www.standardwebhooks.com specifies. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  headers: ["webhook-id", "svix-id"],
  kind: ({ type }) => type,
  kinds: {
    "form.submitted": (webhook, context) => [{ ...inOurWords(webhook, context), type: "form.submitted" }],
    "registration.changed": (webhook, context) => [{ ...inOurWords(webhook, context), type: "registration.changed" }],
  },
  neverIgnored: eventTypes,
});

type Webhook = SourceKinds["app"][keyof SourceKinds["app"]];

/** The application already uses our field names. */
function inOurWords({ timestamp, data }: Webhook, { headers }: WebhookContext) {
  return { id: headers["webhook-id"] ?? headers["svix-id"], time: timestamp, ...inOwnWords(data) };
}
