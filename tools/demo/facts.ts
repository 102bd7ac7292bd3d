import { memberStatuses } from "../../functions/configuration/occasions.ts";
import { invitationLabel, type Occasion } from "./occasions.ts";
import type { Guest } from "./people.ts";
import type { Telling } from "./telling.ts";

/** What both systems have of a guest, in words: what should be there and what is are compared word by word. */
export interface Facts {
  /** Records, the profile at customer.io among them: one of each, or none. */
  readonly records: string;
  /** What the invitation's campaign has them as. */
  readonly invitation: string;
  readonly dinner: string;
  readonly webinar: string;
  /** Whether they may be written to, as both systems say. */
  readonly consent: string;
  /** The events at customer.io that have had an e-mail sent, or been noted, by their time. */
  readonly emails: string;
  /** Why a message of theirs lies there. */
  readonly deadLetters: string;
}

/** The code by which Salesforce refuses what a validation rule forbids. */
export const REFUSED = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

/**
 * What should be there of a guest, once all that was told has had its effect. `doors`: milliseconds since the epoch.
 */
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

/** To the second: Salesforce keeps no more. */
export function memberText(status: string, at: number): string {
  if (Number.isNaN(at)) return `${status} never`;
  return `${status} ${new Date(at).toISOString().slice(5, 19).replace("T", " ").replace(/:00$/, "")}`;
}

/** By what each record says. */
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
