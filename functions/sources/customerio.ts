import type { SourceKinds } from "../../schemas/types.ts";
import { isEmail, normaliseEmail } from "../runtime/reading/email.ts";
import { RefusedPayloadError } from "../runtime/define/errors.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { truthIn } from "../runtime/reading/truth.ts";
import { customerIo } from "../runtime/signatures/schemes.ts";

/** Reporting webhooks: https://docs.customer.io/journeys/webhooks/ */
export default defineSource({
  name: "customerio",
  signature: customerIo(),
  // `sent` can carry the whole e-mail. If it were refused, customer.io would hold back the opt-outs behind it for an
  // hour.
  maxBodyBytes: 7 * 1024 * 1024,
  resources: { memoryMiB: 512, concurrency: 8 },
  kind({ object_type: object, metric, event_type: legacy = "" }) {
    return object === undefined || metric === undefined ? legacy.replace("_", ".") : `${object}.${metric}`;
  },
  // SMS and push unsubscribes are left out: they say nothing about e-mail, and their recipient is not an address.
  kinds: {
    "email.sent": (report) => reported(report, { status: "sent" }),
    "email.bounced": (report) => reported(report, { status: "bounced", failure: report.data?.failure_message }),
    "email.opened": (report) => reported(report, { status: "opened" }),
    "email.clicked": (report) => reported(report, { status: "clicked", link: report.data?.href }),
    "email.unsubscribed": unsubscribed,
    "email.spammed": unsubscribed,
    "customer.unsubscribed": unsubscribed,
    "email.subscribed": subscribed,
    "customer.subscribed": subscribed,
    // customer.io does not document whether this lists all preferences or only the changed ones. Treating a changed
    // topic as "subscribed" could undo an opt-out, so only opt-outs are taken from it.
    "customer.cio_subscription_preferences_changed": (report) =>
      isEmailOff(report.data?.content) ? unsubscribed(report) : [],
  },
});

type Kinds = SourceKinds["customerio"];
type Report = Kinds[keyof Kinds];
type MailReport = Kinds["email.sent" | "email.bounced" | "email.opened" | "email.clicked"];

/** One draft, for the person's own address. None if the message belongs to no mailing or the address is not valid. */
function reported({ event_id: id, timestamp: time, data }: MailReport, what: EventDraft["data"]): EventDraft[] {
  const mailingId = mailingOf(data);
  const [person] = addressesIn(data);
  if (mailingId === undefined || !isEmail(person)) return [];
  const { delivery_id: deliveryId, action_id, content_id, subject } = data ?? {};
  const messageId = content_id ?? action_id;
  // Nothing depends on its time, so an unreadable one must not delay it.
  const draft = { id, type: "email.reported", person, time, neverWaits: true } as const;
  return [{ ...draft, data: { mailingId, ...what, deliveryId, messageId, subject } }];
}

/** An API-triggered broadcast may also carry a campaign id, so it is checked first. */
function mailingOf(data: MailReport["data"]): string | undefined {
  const { newsletter_id, broadcast_id, transactional_message_id, campaign_id } = data ?? {};
  if (newsletter_id !== undefined) return `customerio:newsletter:${newsletter_id}`;
  if (broadcast_id !== undefined) return `customerio:broadcast:${broadcast_id}`;
  if (transactional_message_id !== undefined) return `customerio:transactional:${transactional_message_id}`;
  return campaign_id === undefined ? undefined : `customerio:campaign:${campaign_id}`;
}

/** An opt-out applies to every known address: the one on the e-mail may be older than the person's. */
function unsubscribed({ event_id: id, timestamp: time, data }: Report): EventDraft[] {
  const draft = { id, type: "contact.unsubscribed", time, neverWaits: true, data: {} } as const;
  return addressesIn(data).map((person) => ({ ...draft, person }));
}

/** Only for the person's own address: an opt-in says nothing about an older one. */
function subscribed({ event_id: id, timestamp: time, data }: Report): EventDraft[] {
  return addressesIn(data)
    .slice(0, 1)
    .map((person) => ({ id, type: "contact.subscribed", person, time, data: {} }));
}

/**
 * Distinct addresses, the person's own first. Empty if the person is known by id only: there is no e-mail to opt out
 * of. An invalid address is returned only if there is no valid one, so that it is quarantined.
 */
function addressesIn(data: Report["data"]): string[] {
  const given = [data?.identifiers?.email, data?.recipient, data?.email_address].filter((one) => one !== undefined);
  const addresses = [...new Set(given.map(normaliseEmail))];
  const good = addresses.filter(isEmail);
  return good.length > 0 ? good : addresses.slice(0, 1);
}

/** Whether the person has switched off the e-mail channel, not just a topic. */
function isEmailOff(content: unknown): boolean {
  const { channels } = membersOf(typeof content === "string" ? parseContent(content) : content);
  return truthIn(membersOf(channels)["email"]) === false;
}

function parseContent(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    const reason = { code: "NOT_JSON", system: "schema", field: "/data/content" };
    throw new RefusedPayloadError("/data/content must be JSON", reason); // the engine's message would quote the payload
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return { ...Object(value) };
}
