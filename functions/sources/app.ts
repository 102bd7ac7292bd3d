import type { SourceKinds } from "../../schemas/types.ts";
import { inOwnWords, kindIn } from "../runtime/define/own-words.ts";
import { defineSource, type SourceSpecification, type WebhookContext } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

const kinds: SourceSpecification<"app">["kinds"] = {
  "form.submitted": (webhook, context) => [{ ...asItIs(webhook, context), type: "form.submitted" }],
  "registration.changed": (webhook, context) => [{ ...asItIs(webhook, context), type: "registration.changed" }],
};

/** The company's own application, which signs as https://www.standardwebhooks.com says. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  headers: ["webhook-id", "svix-id"],
  kind: ({ type }) => kindIn(type, "app", kinds),
  kinds,
});

type Webhook = SourceKinds["app"][keyof SourceKinds["app"]];

/** The application says it in our words. */
function asItIs({ timestamp, data }: Webhook, { headers }: WebhookContext) {
  return { id: headers["webhook-id"] ?? headers["svix-id"], time: timestamp, ...inOwnWords(data) };
}
