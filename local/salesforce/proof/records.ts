import type { KnownRecord, State } from "../../core/system.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Ids, the org's own times, and what follows from other fields: HasResponded from Status, for one. */
const NOT_PEOPLES = new Set([
  "Id",
  "IsDeleted",
  "CreatedDate",
  "LastModifiedDate",
  "SystemModstamp",
  "FirstRespondedDate",
  "HasResponded",
  "Name",
  "LeadOrContactId",
  "Type",
]);
const NAMED_BY_NAME = new Set(["Campaign", "Account"]);

/** An org's records as its people know them. A Lead, the Contact it was converted into and all of one e-mail are one person. */
export function records(state: State): KnownRecord[] {
  const all = Object.entries(state).flatMap(
    ([kind, rows]) => rows.map((row) => ({ kind, fields: row as Fields })), // plain JSON, by OpenSystem.state
  );
  const byId = new Map(all.map(({ kind, fields }) => [text(fields["Id"]), { kind, fields }]));
  const personOf = groupPeople(all);
  return all.map(({ kind, fields }) => {
    const id = text(fields["Id"]);
    const known = Object.entries(fields).filter(([field]) => NAMED_BY_NAME.has(kind) || !NOT_PEOPLES.has(field));
    const base = { kind, id, fields: Object.fromEntries(known.filter(([field]) => field !== "Id")) };
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

/** Tells of an id of a Lead or Contact which person it is of. */
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
