import configured from "../configuration/segment.json" with { type: "json" };
import type { SegmentTrack } from "../../schemas/types.ts";
import { isEmail, normaliseEmail } from "../runtime/reading/email.ts";
import { parseTime } from "../runtime/reading/time.ts";
import { asWord } from "../runtime/reading/spelling.ts";
import { namesIn } from "../runtime/reading/person-name.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { segment } from "../runtime/signatures/schemes.ts";

const formsByEvent = new Map(Object.entries<string>(configured.forms).map(([event, form]) => [asWord(event), form]));
const consentByEvent = new Map([
  ...configured.unsubscribed.map((event) => [asWord(event), "contact.unsubscribed"] as const),
  ...configured.subscribed.map((event) => [asWord(event), "contact.subscribed"] as const),
]);

/**
 * https://www.twilio.com/docs/segment/connections/destinations/catalog/webhooks functions/configuration/segment.json
 * maps `track` events to event types. `identify` calls are ignored: their traits come with the next `track`, in its
 * context.
 */
export default defineSource({
  name: "segment",
  signature: segment(),
  kind: ({ type, event = "" }) =>
    type === "track" && !formsByEvent.has(asWord(event)) && !consentByEvent.has(asWord(event))
      ? `track.${event}`
      : type,
  kinds: {
    track(call): EventDraft[] {
      const { messageId: id } = call;
      const [event, time, person] = [asWord(call.event), timeOf(call), addressIn(call)];
      const type = consentByEvent.get(event);
      if (type !== undefined)
        return [{ id, type, person, time, neverWaits: type === "contact.unsubscribed", data: {} }];
      return [
        {
          id,
          type: "form.submitted",
          person,
          time,
          data: { formId: formsByEvent.get(event), ...giftsIn(call, person) },
        },
      ];
    },
  },
});

const MOST_AHEAD_MS = 5 * 60 * 1000;

/** A client's clock may be ahead. The time Segment received the call is reliable, and the same on every retry. */
function timeOf({ timestamp, receivedAt }: SegmentTrack): unknown {
  const [said, received] = [timestamp, receivedAt].map(parseTime);
  return said !== undefined && received !== undefined && said > received + MOST_AHEAD_MS ? receivedAt : timestamp;
}

/** The first valid address. */
function addressIn(call: SegmentTrack): string | undefined {
  const given = [call.properties?.email, ...knownAddressesIn(call)];
  return given.find((one) => isEmail(normaliseEmail(one))) ?? given.find((one) => one !== undefined);
}

/** The user id is an address in workspaces that identify people by e-mail. */
function knownAddressesIn({ userId, context }: SegmentTrack): (string | undefined)[] {
  return [context?.traits?.email, isEmail(userId) ? userId : undefined];
}

/**
 * The event's own properties win over the traits of whom Segment knows in that browser, which are left out unless each
 * address of that one is the person's. `name` is read from traits only, since a form may have a name too.
 */
function giftsIn(call: SegmentTrack, person: string | undefined) {
  const { properties, context: { traits: known, page } = {} } = call;
  const addresses = knownAddressesIn(call).filter((one) => one !== undefined);
  const traits = addresses.every((one) => normaliseEmail(one) === normaliseEmail(person)) ? known : undefined;
  const { company, title, phone, country } = { ...traits, ...properties };
  const firstName = properties?.firstName ?? properties?.first_name ?? traits?.firstName ?? traits?.first_name;
  const lastName = properties?.lastName ?? properties?.last_name ?? traits?.lastName ?? traits?.last_name;
  return {
    ...namesIn({ firstName, lastName, name: traits?.name }),
    company: typeof company === "object" ? company.name : company,
    title,
    phone,
    country: country ?? traits?.address?.country,
    message: properties?.message,
    pageUrl: page?.url,
  };
}
