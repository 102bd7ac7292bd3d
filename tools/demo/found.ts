import { memberOf } from "../json.ts";
import { consentText, type Email, emailsText, type Facts, memberText, recordsText } from "./facts.ts";
import { campaignOf, invitationCampaign, type Occasion, OCCASIONS } from "./occasions.ts";
import type { Guest } from "./people.ts";

type Row = Readonly<Record<string, unknown>>;

/** The part of /api/state (local/console/api/state.ts) that is used here. */
export interface State {
  readonly salesforce: Readonly<Record<"Lead" | "Contact" | "CampaignMember", readonly Row[]>>;
  readonly customerio: Readonly<Record<"people" | "events" | "triggered", readonly Row[]>>;
  readonly pubsub: { readonly deadLetters: readonly { readonly attributes: Readonly<Record<string, string>> }[] };
}

/** The actual facts of a guest. */
export function foundOf({ email }: Guest, { salesforce, customerio, pubsub }: State): Facts {
  const isGuest = (row: Row) => String(row["Email"] ?? row["email"]).toLowerCase() === email;
  const records = (["Lead", "Contact"] as const).flatMap((type) =>
    salesforce[type].filter(isGuest).map((row): Row & { type: string } => ({ ...row, type })),
  );
  const profiles = customerio.people.filter(isGuest);
  const ids = new Set(records.map(({ Id }) => Id));
  const membersOf = (campaign: string) =>
    salesforce.CampaignMember.filter((row) => row["CampaignId"] === campaign && ids.has(row["LeadOrContactId"]));
  const member = (occasion: Occasion) => memberships(membersOf(campaignOf(occasion)));
  return {
    records: recordsText(
      records.map(({ type }) => type),
      profiles.length,
    ),
    invitation: membersOf(invitationCampaign())
      .map(({ Status }) => Status)
      .join(", "),
    dinner: member("dinner"),
    webinar: member("webinar"),
    consent: consentText(
      records.map(({ HasOptedOutOfEmail: isOptedOut }) => isOptedOut === true),
      profiles.map((profile) => memberOf(profile.attributes, "unsubscribed") === true),
    ),
    emails: emailsText(profiles.flatMap(({ cio_id: id }) => emailsTo(id, customerio))),
    deadLetters: pubsub.deadLetters
      .filter(({ attributes }) => attributes["ce-subject"] === email)
      .map(({ attributes }) => attributes["dead-letter-code"])
      .join(", "),
  };
}

function memberships(members: readonly Row[]): string {
  return members
    .map(({ Status, Registration_At__c: at }) =>
      memberText(String(Status), Date.parse(String(at).replace("+0000", "Z"))),
    )
    .join(", ");
}

/** Each time an event has triggered a campaign. The event tells the occasion. */
function emailsTo(profile: unknown, { events, triggered }: State["customerio"]): Email[] {
  return triggered
    .filter(({ cio_id: id }) => id === profile)
    .map(({ event_id: id, name, timestamp }) => {
      const occasionId = memberOf(
        events.find((event) => event["id"] === id),
        "data",
        "occasion_id",
      );
      const occasion = Object.entries(OCCASIONS).find(([, known]) => known === occasionId)?.[0] ?? String(occasionId);
      return { at: Number(timestamp) * 1000, occasion, name: String(name).replace(/^registration_/, "") };
    });
}
