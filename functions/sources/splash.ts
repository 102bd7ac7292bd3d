import { asWord } from "../runtime/reading/spelling.ts";
import { defineSource } from "../runtime/define/source.ts";
import { staticHeader } from "../runtime/signatures/schemes.ts";

/**
 * Splash's statuses as ours, as in its help pages (https://support.splashthat.com/hc/en-us/articles/115003519603) and
 * in its API.
 */
const STATUSES: ReadonlyMap<string, string> = new Map([
  ["attending", "registered"],
  ["rsvp yes", "registered"],
  ["waitlist", "waitlisted"],
  ["wait list", "waitlisted"],
  ["waitlisted", "waitlisted"],
  ["not attending", "cancelled"],
  ["rsvp no", "cancelled"],
  ["checked in", "attended"],
  ["checkin yes", "attended"],
]);

/**
 * https://support.splashthat.com/hc/en-us/articles/360043539711 An HTTP Request action with a body we define
 * (docs/sources.md). Splash signs nothing; the secret is a header.
 */
export default defineSource({
  name: "splash",
  signature: staticHeader({ name: "Splash", header: "x-ycat-secret" }),
  kind: ({ status }) => (STATUSES.has(asWord(status)) ? "guest" : `guest.${status}`),
  kinds: {
    guest({ status, email: person, time, event_id: eventId, ...guest }) {
      const data = {
        occasionId: `splash:${eventId}`,
        status: STATUSES.get(asWord(status)),
        firstName: guest.first_name,
        lastName: guest.last_name,
        company: guest.company,
        title: guest.title,
        phone: guest.phone,
        country: guest.country,
        occasionName: guest.event_title,
        startsAt: guest.event_start,
        pageUrl: guest.event_url,
      };
      return [{ type: "registration.changed", person, time, data }];
    },
  },
});
