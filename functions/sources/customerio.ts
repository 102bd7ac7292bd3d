import type { SourceKinds } from "../../schemas/types.ts";
import { isEmail, normaliseEmail } from "../runtime/define/email.ts";
import { RefusedPayloadError } from "../runtime/define/errors.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { customerIo } from "../runtime/signatures/schemes.ts";

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
    "email.spammed": unsubscribed,
    "customer.unsubscribed": unsubscribed,
    "email.subscribed": subscribed,
    "customer.subscribed": subscribed,
    "customer.cio_subscription_preferences_changed"(report) {
      const isWanted = wantsEmail(report.data?.content);
      if (isWanted === false) return unsubscribed(report);
      return isWanted === true ? subscribed(report) : [];
    },
  },
});

type Report = SourceKinds["customerio"][keyof SourceKinds["customerio"]];

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

/** What a person has chosen; undefined where they have not spoken of e-mail as such. */
function wantsEmail(content: unknown): unknown {
  const channels = memberOf(typeof content === "string" ? parseContent(content) : content, "channels");
  return memberOf(channels, "email");
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
