import configured from "../configuration/segment.json" with { type: "json" };
import type { SegmentTrack } from "../../schemas/types.ts";
import { isEmail } from "../runtime/define/email.ts";
import { namesIn } from "../runtime/define/person-name.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { segment } from "../runtime/signatures/schemes.ts";

const formsByEvent = new Map<string, string>(Object.entries(configured.forms));
const consentByEvent = new Map([
  ...configured.unsubscribed.map((event) => [event, "contact.unsubscribed"] as const),
  ...configured.subscribed.map((event) => [event, "contact.subscribed"] as const),
]);

/**
 * https://www.twilio.com/docs/segment/connections/destinations/catalog/webhooks Which events of a `track` are what:
 * functions/configuration/segment.json. An `identify` tells nothing that has happened: what it knows of somebody comes with
 * their next `track`, as its context's traits.
 */
export default defineSource({
  name: "segment",
  signature: segment(),
  kind: ({ type, event = "" }) =>
    type === "track" && !formsByEvent.has(event) && !consentByEvent.has(event) ? `track.${event}` : type,
  kinds: {
    track(call): EventDraft[] {
      const { event, messageId: id, timestamp: time } = call;
      const person = addressIn(call);
      const type = consentByEvent.get(event);
      if (type !== undefined)
        return [{ id, type, person, time, neverWaits: type === "contact.unsubscribed", data: {} }];
      return [
        { id, type: "form.submitted", person, time, data: { formId: formsByEvent.get(event), ...giftsIn(call) } },
      ];
    },
  },
});

/** A user id is an address where people are identified by it. */
function addressIn({ userId, properties, context }: SegmentTrack): string | undefined {
  return properties?.email ?? context?.traits?.email ?? (isEmail(userId) ? userId : undefined);
}

/** What the event says of somebody goes before what Segment knows of them; a name in one is a trait, for a form may have one too. */
function giftsIn({ properties, context: { traits, page } = {} }: SegmentTrack) {
  const { firstName, first_name, lastName, last_name, company, title, phone, country } = { ...traits, ...properties };
  return {
    ...namesIn({ firstName: firstName ?? first_name, lastName: lastName ?? last_name, name: traits?.name }),
    company: typeof company === "object" ? company.name : company,
    title,
    phone,
    country: country ?? traits?.address?.country,
    message: properties?.message,
    pageUrl: page?.url,
  };
}
