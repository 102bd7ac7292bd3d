import type { KnownRecord, State } from "../../core/records.ts";
import { isOrgsOwn } from "./comparable.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Derived from Status or from the member's person. */
function isFollowing(kind: string, field: string): boolean {
  return kind === "CampaignMember" && (field === "HasResponded" || field === "Type");
}

/**
 * An org's records as its users know them. A Lead, the Contact it was converted into and all records of one e-mail are
 * one person.
 */
export function records(state: State): KnownRecord[] {
  const all = Object.entries(state).flatMap(
    ([kind, rows]) => rows.map((row) => ({ kind, fields: row as Fields })), // plain JSON, by OpenSystem.state
  );
  const byId = new Map(all.map(({ kind, fields }) => [text(fields["Id"]), { kind, fields }]));
  const personOf = groupPeople(all);
  return all.map(({ kind, fields }) => {
    const id = text(fields["Id"]);
    const peoples = Object.entries(fields).filter(([field]) => !isOrgsOwn(kind, field) && !isFollowing(kind, field));
    const base = {
      kind,
      id,
      title: titleOf(fields),
      createdAt: text(fields["CreatedDate"]),
      fields: Object.fromEntries(peoples),
    };
    if (kind === "CampaignMember") {
      const person = text(fields["ContactId"] ?? fields["LeadId"]);
      const campaign = text(byId.get(text(fields["CampaignId"]))?.fields["Name"] ?? fields["CampaignId"]);
      const { kind: as = "somebody", fields: who = {} } = byId.get(person) ?? {};
      const key = `${text(fields["CampaignId"])} ${personOf(person)}`;
      const name = `CampaignMember of ${text(who["Email"])} in ${campaign} (as a ${as})`;
      return { ...base, name, of: { thing: "membership", key } };
    }
    const name = `${kind} of ${text(fields["Email"] ?? fields["Name"] ?? fields["Label"] ?? id)}`;
    const isPerson = kind === "Contact" || (kind === "Lead" && fields["IsConverted"] !== true);
    return isPerson ? { ...base, name, of: { thing: "person", key: personOf(id) } } : { ...base, name };
  });
}

/** Leads include the company, which distinguishes two of the same name. */
function titleOf({ Name, Label, Subject, Company }: Fields): string | undefined {
  const seen = [Name ?? Label ?? Subject, Company].filter((one) => typeof one === "string");
  return seen.length === 0 ? undefined : seen.join(", ");
}

/** Returns a function from the id of a Lead or Contact to its person. */
function groupPeople(all: readonly { readonly kind: string; readonly fields: Fields }[]): (id: string) => string {
  const leaders = new Map<string, string>();
  const leaderOf = (member: string): string => {
    const next = leaders.get(member) ?? member;
    return next === member ? member : leaderOf(next);
  };
  const join = (one: string, other: unknown) => {
    if (typeof other === "string") leaders.set(leaderOf(one), leaderOf(other));
  };
  for (const { kind, fields } of all) {
    if (kind !== "Lead" && kind !== "Contact") continue;
    const email = fields["Email"];
    join(text(fields["Id"]), typeof email === "string" ? email.toLowerCase() : undefined);
    join(text(fields["Id"]), fields["ConvertedContactId"]);
  }
  return leaderOf;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
