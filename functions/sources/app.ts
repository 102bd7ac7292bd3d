import { defineSource } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/schemes.ts";

/** The company's own application, which signs as https://www.standardwebhooks.com says. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  headers: ["webhook-id", "svix-id"],
  kind: ({ type }) => type,
  kinds: {
    "form.submitted": ({ timestamp, data }, { headers }) => [
      {
        id: headers["webhook-id"] ?? headers["svix-id"],
        type: "form.submitted",
        person: data.email,
        time: timestamp,
        data,
      },
    ],
  },
});
