import type { EventTypes, SourceKinds } from "../../schemas/types.ts";
import { namesIn } from "../runtime/reading/person-name.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { calendly } from "../runtime/signatures/schemes.ts";

/**
 * https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-payload The occasion is the last path segment of the
 * event type's URI. Rescheduling sends a cancellation and a registration in no guaranteed order; that cancellation is
 * ignored.
 */
export default defineSource({
  name: "calendly",
  signature: calendly(),
  kind: ({ event }) => event,
  kinds: {
    "invitee.created": (webhook) => changed(webhook, "registered", webhook.payload.created_at),
    "invitee.canceled": (webhook) =>
      webhook.payload.rescheduled === true
        ? []
        : changed(webhook, "cancelled", webhook.payload.cancellation?.created_at ?? webhook.created_at),
    "invitee_no_show.created": (webhook) =>
      changed(webhook, "no_show", webhook.payload.no_show?.created_at ?? webhook.created_at),
    // Undoing a no-show means that the invitee came. Registering them again would send a confirmation after the
    // meeting.
    "invitee_no_show.deleted": (webhook) => changed(webhook, "attended", webhook.created_at),
  },
});

type Webhook = SourceKinds["calendly"][keyof SourceKinds["calendly"]];

function changed(
  { event, payload: invitee }: Webhook,
  status: EventTypes["registration.changed"]["status"],
  time: string | number,
): EventDraft[] {
  const { scheduled_event: occasion, email: person, questions_and_answers: answers = [] } = invitee;
  const { location: calledAt } = occasion;
  const data = {
    occasionId: occasionOf(occasion),
    status,
    ...namesIn({ firstName: invitee.first_name, lastName: invitee.last_name, name: invitee.name }),
    phone: invitee.text_reminder_number ?? (calledAt?.type === "outbound_call" ? calledAt.location : undefined),
    occasionName: occasion.name,
    startsAt: occasion.start_time,
    joinUrl: calledAt?.join_url,
    message: answers.map(({ question, answer }) => `${question}: ${answer}`).join("\n"),
  };
  return [{ id: `${event}/${lastPart(invitee.uri)}/${time}`, type: "registration.changed", person, time, data }];
}

/** A one-off meeting has no event type and is an occasion of its own. */
function occasionOf({ event_type: type, uri }: Webhook["payload"]["scheduled_event"]): string | undefined {
  const address = type ?? uri;
  return address === undefined ? undefined : `calendly:${lastPart(address)}`;
}

function lastPart(uri: string): string {
  return uri.split("/").at(-1) ?? uri;
}
