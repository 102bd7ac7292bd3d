import { defineSource } from "../runtime/define/source.ts";
import { normaliseEmail } from "../runtime/define/email.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

/** The company's own application, which signs as https://www.standardwebhooks.com says. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  events: ["form.submitted"],
  headers: ["webhook-id", "svix-id"],
  kind: ({ type }) => type,
  toEvents({ type, timestamp, data }, headers) {
    if (type !== "form.submitted") return [];
    const email = normaliseEmail(data["email"]);
    return [
      {
        id: headers["webhook-id"] ?? headers["svix-id"],
        type,
        subject: email,
        time: timestamp,
        data: { ...data, email },
      },
    ];
  },
});
