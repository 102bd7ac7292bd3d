import type { SourceKinds } from "../../schemas/types.ts";
import { namesIn } from "../runtime/reading/person-name.ts";
import { asWord } from "../runtime/reading/spelling.ts";
import { parseTime } from "../runtime/reading/time.ts";
import { defineSource, type EventDraft, type WebhookContext } from "../runtime/define/source.ts";
import { luma } from "../runtime/signatures/schemes.ts";

/** Luma's approval statuses as ours. Invited guests are left out: they have not answered yet. */
const STATUSES: ReadonlyMap<string, string> = new Map([
  ["approved", "registered"],
  ["pending approval", "waitlisted"],
  ["waitlist", "waitlisted"],
  ["declined", "cancelled"],
]);

/** https://help.luma.com/p/webhooks */
export default defineSource({
  name: "luma",
  signature: luma(),
  headers: ["webhook-id"],
  kind: ({ type }) => type,
  kinds: {
    "guest.registered": (webhook, context) => changed(webhook, context, webhook.data.registered_at),
    // It reports the current state without a time of change; the signature's time is used instead.
    "guest.updated": (webhook, context) => changed(webhook, context, undefined),
  },
});

type Webhook = SourceKinds["luma"][keyof SourceKinds["luma"]];

function changed({ data: guest }: Webhook, { headers }: WebhookContext, since: string | undefined): EventDraft[] {
  const attendedAt = guest.joined_at ?? firstCheckIn(guest);
  const status = attendedAt === undefined ? STATUSES.get(asWord(guest.approval_status)) : "attended";
  if (status === undefined) return [];
  const { company, job_title: title } = workplaceIn(guest);
  const data = {
    occasionId: `luma:${guest.event.id}`,
    status,
    ...namesIn({ firstName: guest.user_first_name, lastName: guest.user_last_name, name: guest.user_name }),
    company,
    title,
    phone: guest.phone_number ?? answerOf("phone-number", guest),
    occasionName: guest.event.name,
    startsAt: guest.event.start_at,
    joinUrl: guest.event.meeting_url,
    message: messageOf(guest),
    pageUrl: guest.event.url,
  };
  const draft = { type: "registration.changed", person: guest.user_email, neverWaits: true, data } as const;
  // Every later update of a guest who attended repeats their attendance.
  if (attendedAt !== undefined) return [{ ...draft, id: `attended/${guest.id}`, time: attendedAt }];
  return [{ ...draft, id: headers["webhook-id"], time: since }];
}

/** The earliest check-in of any of the guest's tickets. */
function firstCheckIn({ event_tickets: tickets = [] }: Webhook["data"]): string | undefined {
  const times = tickets.flatMap(({ checked_in_at: time }) => time ?? []);
  return times.toSorted((one, other) => (parseTime(one) ?? Infinity) - (parseTime(other) ?? Infinity))[0];
}

type Answer = NonNullable<Webhook["data"]["registration_answers"]>[number];

function isCompany(value: Answer["value"]): value is Extract<Answer["value"], object> {
  return typeof value === "object";
}

/** Company and job title from the company question, or the company name alone. */
function workplaceIn(guest: Webhook["data"]): { company?: string; job_title?: string } {
  const { registration_answers: answers = [] } = guest;
  const both = answers.map(({ value }) => value).find(isCompany);
  const company = answerOf("company", guest);
  const title = answers.find(isOf("company"))?.answer_job_title;
  return both ?? { ...(company !== undefined && { company }), ...(title !== undefined && { job_title: title }) };
}

const isOf = (type: string) => (answer: Answer) => answer.question_type === type;

function answerOf(type: string, { registration_answers: answers = [] }: Webhook["data"]): string | undefined {
  const given = answers.find(isOf(type));
  return typeof given?.value === "string" ? given.value : given?.answer;
}

/** The answers to all other questions. */
function messageOf({ registration_answers: answers = [] }: Webhook["data"]): string {
  const told = answers.flatMap(({ label, value, answer }) => {
    const text = isCompany(value) ? undefined : (answer ?? value);
    return text === undefined ? [] : [`${label}: ${text}`];
  });
  return told.join("\n");
}
