import type { SourceKinds } from "../../schemas/types.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { customerIo } from "../runtime/signatures/schemes.ts";
import { fromUnixSeconds } from "../runtime/define/time.ts";

/** Reporting webhooks: https://docs.customer.io/journeys/webhooks/ */
export default defineSource({
  name: "customerio",
  signature: customerIo(),
  // `sent` can carry the whole mail. Refused, it would hold back the opt-outs behind it for an hour.
  maxBodyBytes: 7 * 1024 * 1024,
  resources: { memoryMiB: 512, concurrency: 8 },
  kind: ({ object_type: object, metric }) => `${object}.${metric}`,
  // An SMS or push that is unsubscribed says nothing of e-mail, and its recipient is none.
  kinds: {
    "email.unsubscribed": unsubscribed,
    "customer.unsubscribed": unsubscribed,
  },
});

type Unsubscribed = SourceKinds["customerio"]["email.unsubscribed" | "customer.unsubscribed"];

function unsubscribed({ event_id: id, timestamp, data }: Unsubscribed): EventDraft[] {
  const person = data.recipient ?? data.email_address ?? data.identifiers?.email;
  return [{ id, type: "contact.unsubscribed", person, time: fromUnixSeconds(timestamp), data: {} }];
}
