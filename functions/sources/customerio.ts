import { defineSource } from "../runtime/define/source.ts";
import { normaliseEmail } from "../runtime/define/email.ts";
import { customerIo } from "../runtime/signatures/schemes.ts";
import { fromUnixSeconds } from "../runtime/define/time.ts";

/** Reporting webhooks: https://docs.customer.io/journeys/webhooks/ */
export default defineSource({
  name: "customerio",
  signature: customerIo(),
  events: ["contact.unsubscribed"],
  kind: ({ object_type: object, metric }) => `${object}.${metric}`,
  toEvents({ event_id: id, object_type: object, metric, timestamp, data = {} }) {
    // An SMS or push that is unsubscribed says nothing of e-mail, and its recipient is none.
    if (metric !== "unsubscribed" || (object !== "email" && object !== "customer")) return [];
    const email = normaliseEmail(data.recipient ?? data.email_address ?? data.identifiers?.email);
    return [{ id, type: "contact.unsubscribed", subject: email, time: fromUnixSeconds(timestamp), data: { email } }];
  },
});
