import type { EventTypes, SourceKinds } from "../../schemas/types.ts";
import { isEmail, normaliseEmail } from "../runtime/reading/email.ts";
import { asWord } from "../runtime/reading/spelling.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { zoom } from "../runtime/signatures/schemes.ts";

/**
 * Webinars and meetings: https://developers.zoom.us/docs/api/webhooks/ A meeting is treated as a webinar. Leaving is
 * not mapped: whoever leaves had joined, and Zoom retries that webhook for 85 minutes.
 */
export default defineSource({
  name: "zoom",
  signature: zoom(),
  accepted: 200,
  handshake: ({ event, payload }, { mac }) =>
    event === "endpoint.url_validation" && payload?.plainToken !== undefined
      ? { plainToken: payload.plainToken, encryptedToken: mac(payload.plainToken) }
      : undefined,
  kind: ({ event }) => event.replace(/^(?:webinar|meeting)\.(?=registration_|participant_joined$)/, ""),
  kinds: {
    registration_created: (webhook) =>
      changed(
        webhook,
        asWord(webhook.payload.object.registrant.status ?? "") === "pending" ? "waitlisted" : "registered",
      ),
    registration_approved: (webhook) => changed(webhook, "promoted"),
    registration_denied: (webhook) => changed(webhook, "cancelled"),
    registration_cancelled: (webhook) => changed(webhook, "cancelled"),
    participant_joined({ event, event_ts: sentAt, payload: { object: occasion } }) {
      const { email: person, id, user_id: session, join_time: time = sentAt } = occasion.participant;
      // The host, and attendees without a usable address: Zoom omits or masks it unless they registered.
      if (!isEmail(normaliseEmail(person)) || (id !== undefined && id === occasion.host_id)) return [];
      const data = { ...told(occasion), status: "attended" };
      return [
        { id: [event, sentAt, occasion.id, session].join("/"), type: "registration.changed", person, time, data },
      ];
    },
  },
});

type Registration = Omit<SourceKinds["zoom"], "participant_joined">;

function changed(
  { event, event_ts: time, payload: { object: occasion } }: Registration[keyof Registration],
  status: EventTypes["registration.changed"]["status"],
): EventDraft[] {
  const { id, email: person, first_name, last_name, org, job_title, phone, country, join_url } = occasion.registrant;
  const data = {
    ...told(occasion),
    status,
    firstName: first_name,
    lastName: last_name,
    company: org,
    title: job_title,
    phone,
    country,
    joinUrl: join_url,
    message: messageOf(occasion.registrant),
  };
  return [{ id: [event, time, occasion.id, id].join("/"), type: "registration.changed", person, time, data }];
}

function told({ id, topic, start_time }: { id: number | string; topic?: string; start_time?: string }) {
  return { occasionId: `zoom:${id}`, occasionName: topic, startsAt: start_time };
}

type Registrant = Registration[keyof Registration]["payload"]["object"]["registrant"];

/** Zoom's own questions that we have no field for, and the organiser's custom ones. */
function messageOf({ comments, custom_questions: questions = [], ...registrant }: Registrant): string {
  const answers = [
    ["Address", registrant.address],
    ["City", registrant.city],
    ["State", registrant.state],
    ["Zip", registrant.zip],
    ["Industry", registrant.industry],
    ["Number of employees", registrant.no_of_employees],
    ["Purchasing time frame", registrant.purchasing_time_frame],
    ["Role in purchase process", registrant.role_in_purchase_process],
    ...questions.map(({ title, value }) => [title, value]),
  ];
  return [comments, ...answers.map(([title, value]) => value && `${title}: ${value}`)].filter(Boolean).join("\n");
}
