import type { SourceKinds } from "../../schemas/types.ts";
import { isEmail, normaliseEmail } from "../runtime/reading/email.ts";
import { RefusedPayloadError } from "../runtime/define/errors.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { truthIn } from "../runtime/reading/word.ts";
import { customerIo } from "../runtime/signatures/schemes.ts";

/** Reporting webhooks: https://docs.customer.io/journeys/webhooks/ */
export default defineSource({
  name: "customerio",
  signature: customerIo(),
  // `sent` can carry the whole mail. Refused, it would hold back the opt-outs behind it for an hour.
  maxBodyBytes: 7 * 1024 * 1024,
  resources: { memoryMiB: 512, concurrency: 8 },
  kind({ object_type: object, metric, event_type: legacy = "" }) {
    return object === undefined || metric === undefined ? legacy.replace("_", ".") : `${object}.${metric}`;
  },
  // An SMS or push that is unsubscribed says nothing of e-mail, and its recipient is none.
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
    // Whether it tells what was changed or how all is, customer.io does not say: a topic that is changed would take an opt-out back.
    "customer.cio_subscription_preferences_changed": (report) =>
      isEmailOff(report.data?.content) ? unsubscribed(report) : [],
  },
});

type Kinds = SourceKinds["customerio"];
type Report = Kinds[keyof Kinds];
type MailReport = Kinds["email.sent" | "email.bounced" | "email.opened" | "email.clicked"];

/** Of the person's own address alone. Nothing where no mailing has sent it, or it went to what no system takes for an address. */
function reported({ event_id: id, timestamp: time, data }: MailReport, what: EventDraft["data"]): EventDraft[] {
  const mailingId = mailingOf(data);
  const [person] = addressesIn(data);
  if (mailingId === undefined || !isEmail(person)) return [];
  const { delivery_id: deliveryId, action_id, content_id, subject } = data ?? {};
  const messageId = content_id ?? action_id;
  // Its time decides nothing: one that can't be read holds up none.
  const draft = { id, type: "email.reported", person, time, neverWaits: true } as const;
  return [{ ...draft, data: { mailingId, ...what, deliveryId, messageId, subject } }];
}

/** An API-triggered broadcast may be told as a campaign too. */
function mailingOf(data: MailReport["data"]): string | undefined {
  const { newsletter_id, broadcast_id, transactional_message_id, campaign_id } = data ?? {};
  if (newsletter_id !== undefined) return `customerio:newsletter:${newsletter_id}`;
  if (broadcast_id !== undefined) return `customerio:broadcast:${broadcast_id}`;
  if (transactional_message_id !== undefined) return `customerio:transactional:${transactional_message_id}`;
  return campaign_id === undefined ? undefined : `customerio:campaign:${campaign_id}`;
}

/** Whoever wants no more e-mail wants none at any address: that of the mail can be an older one than the person's. */
function unsubscribed({ event_id: id, timestamp: time, data }: Report): EventDraft[] {
  const draft = { id, type: "contact.unsubscribed", time, neverWaits: true, data: {} } as const;
  return addressesIn(data).map((person) => ({ ...draft, person }));
}

/** At the person's own address alone: who wants e-mail there has not said so of an older one. */
function subscribed({ event_id: id, timestamp: time, data }: Report): EventDraft[] {
  return addressesIn(data)
    .slice(0, 1)
    .map((person) => ({ id, type: "contact.subscribed", person, time, data: {} }));
}

/**
 * The person's own address first, each once. None where somebody is known by an id alone: nothing to opt out of e-mail. One
 * that is no address is given only where there is no other, to be quarantined.
 */
function addressesIn(data: Report["data"]): string[] {
  const given = [data?.identifiers?.email, data?.recipient, data?.email_address].filter((one) => one !== undefined);
  const addresses = [...new Set(given.map(normaliseEmail))];
  const good = addresses.filter(isEmail);
  return good.length > 0 ? good : addresses.slice(0, 1);
}

/** Whether a person has switched e-mail off as such, and not a topic of it. */
function isEmailOff(content: unknown): boolean {
  const channels = memberOf(typeof content === "string" ? parseContent(content) : content, "channels");
  return truthIn(memberOf(channels, "email")) === false;
}

function parseContent(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    const reason = { code: "NOT_JSON", system: "schema", field: "/data/content" };
    throw new RefusedPayloadError("/data/content must be JSON", reason); // the engine's message quotes it
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
