import { memberStatuses } from "../../functions/configuration/occasions.ts";
import { invitationLabel, type Occasion } from "./occasions.ts";
import type { Guest } from "./people.ts";
import type { Telling } from "./telling.ts";

/** What both systems contain about a guest, as text that is compared literally. */
export interface Facts {
  /** Records including the customer.io profile: one of each, or none. */
  readonly records: string;
  /** Status in the invitation's campaign. */
  readonly invitation: string;
  readonly dinner: string;
  readonly webinar: string;
  /** Whether both systems allow mail. */
  readonly consent: string;
  /** Events at customer.io that triggered an e-mail or were stored, by time. */
  readonly emails: string;
  /** Reasons of the guest's dead letters. */
  readonly deadLetters: string;
}

/** Salesforce's code for a violated validation rule. */
export const REFUSED = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

/** Expected facts of a guest after everything has taken effect. `doors`: milliseconds since the epoch. */
export function expectedOf(guest: Guest, tellings: readonly Telling[], doors: number): Facts {
  const told = tellings.filter((telling) => telling.guest === guest);
  const changes = told.flatMap(({ change, makes, at }) =>
    change === undefined ? [] : [{ ...change, makes, at: doors + at * 60_000 }],
  );
  const effective = changes.filter(({ makes }) => makes === "news" || makes === "known");
  const member = (occasion: Occasion) => {
    const last = effective.findLast((change) => change.occasion === occasion);
    return last === undefined ? "" : memberText(memberStatuses[last.status], last.at);
  };
  const record = guest.knownAs ?? (effective.length > 0 ? "Lead" : undefined);
  const mail = told.findLast((telling) => telling.mail !== undefined)?.mail;
  const isOptedOut = told.some(({ makes }) => makes === "opt-out");
  return {
    records: recordsText(record === undefined ? [] : [record], 1),
    invitation: mail === undefined || guest.knownAs === undefined ? "" : invitationLabel(mail),
    dinner: member("dinner"),
    webinar: member("webinar"),
    consent: consentText(record === undefined ? [] : [isOptedOut], [isOptedOut]),
    emails: emailsText(
      changes.flatMap(({ makes, status, occasion, at }) => {
        if (makes === "nothing" || makes === "dead letter") return [];
        return [{ at, occasion, name: makes === "news" ? status : "noted" }];
      }),
    ),
    deadLetters: told.some(({ makes }) => makes === "dead letter") ? REFUSED : "",
  };
}

export function recordsText(records: readonly string[], profiles: number): string {
  return [...records, ...Array.from({ length: profiles }, () => "profile")].join(", ");
}

/** In seconds, which is Salesforce's resolution. */
export function memberText(status: string, at: number): string {
  if (Number.isNaN(at)) return `${status} never`;
  return `${status} ${new Date(at).toISOString().slice(5, 19).replace("T", " ").replace(/:00$/, "")}`;
}

/** One word per record. */
export function consentText(salesforce: readonly boolean[], customerio: readonly boolean[]): string {
  const said = new Set([...salesforce, ...customerio]);
  if (said.size === 1) return said.has(true) ? "opted out" : "";
  return `Salesforce: ${salesforce.join(" ")}, customer.io: ${customerio.join(" ")}`;
}

export interface Email {
  readonly at: number;
  readonly occasion: string;
  readonly name: string;
}

export function emailsText(emails: readonly Email[]): string {
  const sorted = emails.toSorted((one, other) => one.at - other.at);
  const byOccasion = Map.groupBy(sorted, ({ occasion }) => occasion);
  return [...byOccasion].map(([occasion, all]) => `${occasion}: ${all.map(({ name }) => name).join(", ")}`).join("; ");
}
