import { inOwnWords } from "../runtime/define/own-words.ts";
import { defineSource } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

/** The company's own application, which signs as https://www.standardwebhooks.com says. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  headers: ["webhook-id", "svix-id"],
  kind: ({ type }) => type,
  kinds: {
    "form.submitted": (webhook, { headers }) => [{ ...asItIs(webhook, headers), type: "form.submitted" }],
    "registration.changed": (webhook, { headers }) => [{ ...asItIs(webhook, headers), type: "registration.changed" }],
  },
});

interface Webhook {
  readonly timestamp: string | number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The application says it in our words. */
function asItIs({ timestamp, data }: Webhook, headers: Readonly<Record<string, string | undefined>>) {
  return { id: headers["webhook-id"] ?? headers["svix-id"], time: timestamp, ...inOwnWords(data) };
}
