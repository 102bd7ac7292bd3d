import { lumaSigns } from "../configuration/luma.ts";
import type { SourceKinds } from "../../schemas/types.ts";
import { splitName } from "../runtime/define/person-name.ts";
import { defineSource, type EventDraft, type WebhookContext } from "../runtime/define/source.ts";
import { luma } from "../runtime/signatures/schemes.ts";

/** What Luma calls what we call so. Who is invited has not answered yet. */
const STATUSES: ReadonlyMap<string, string> = new Map([
  ["approved", "registered"],
  ["pending_approval", "waitlisted"],
  ["waitlist", "waitlisted"],
  ["declined", "cancelled"],
]);

/** https://help.luma.com/p/webhooks How it signs is a setting, functions/configuration/luma.ts: its documentation is silent. */
export default defineSource({
  name: "luma",
  signature: luma(lumaSigns),
  headers: ["webhook-id"],
  kind: ({ type }) => type,
  kinds: {
    "guest.registered": (webhook, context) => changed(webhook, context, webhook.data.registered_at),
    // It says how things are, and not since when: since it was signed.
    "guest.updated": (webhook, context) => changed(webhook, context, undefined),
  },
});

type Webhook = SourceKinds["luma"][keyof SourceKinds["luma"]];

function changed({ data: guest }: Webhook, { headers }: WebhookContext, since: string | undefined): EventDraft[] {
  const attendedAt = guest.joined_at ?? guest.event_tickets?.find((ticket) => ticket.checked_in_at)?.checked_in_at;
  const status = attendedAt === undefined ? STATUSES.get(guest.approval_status) : "attended";
  if (status === undefined) return [];
  const names = splitName(guest.user_name);
  const data = {
    occasionId: `luma:${guest.event.id}`,
    status,
    firstName: guest.user_first_name ?? names.firstName,
    lastName: guest.user_last_name ?? names.lastName,
    phone: guest.phone_number,
    occasionName: guest.event.name,
    startsAt: guest.event.start_at,
    joinUrl: guest.event.meeting_url,
    pageUrl: guest.event.url,
  };
  const draft = { type: "registration.changed", person: guest.user_email, neverWaits: true, data } as const;
  // Each later change of a guest who has come says again that they have.
  if (attendedAt !== undefined) return [{ ...draft, id: `attended/${guest.id}`, time: attendedAt }];
  return [{ ...draft, id: headers["webhook-id"], time: since }];
}
