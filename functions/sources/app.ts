import { defineSource } from "../runtime/define/source.ts";
import { standardWebhooks } from "../runtime/signatures/signature.ts";

/** The company's own application, which signs as https://www.standardwebhooks.com says. */
export default defineSource({
  name: "app",
  signature: standardWebhooks(),
  headers: ["webhook-id"],
  kind: ({ type }) => type,
  kinds: {
    "form.submitted": ({ timestamp, data }, { headers }) => [
      { id: headers["webhook-id"], type: "form.submitted", person: data.email, time: timestamp, data },
    ],
  },
});
