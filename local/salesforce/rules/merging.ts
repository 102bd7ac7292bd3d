import { findMember } from "./campaign-members.ts";
import { Refusal } from "../state/refusal.ts";
import type { Org } from "../state/org.ts";
import { insertRow, modified, removeRow } from "../state/records.ts";
import { rowsWith } from "../state/org.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import type { Row, Undo } from "../state/store.ts";

const MERGEABLE = new Set(["Account", "Contact", "Lead"]);

/**
 * Merges a record into another of its kind, as people do: it is deleted with a reference to the other, and references
 * to it are moved. Field values are not taken over.
 */
export function mergeRow(org: Org, undo: Undo, master: Row, merged: Row): void {
  if (!MERGEABLE.has(master.type.name) || merged.type !== master.type || merged === master)
    throw new Refusal("INVALID_OPERATION", `a ${merged.type.name} can't be merged into a ${master.type.name}`);
  for (const type of org.schema.types) {
    for (const field of type.references.filter((one) => leadsTo(one, merged.type))) {
      for (const row of rowsWith(org, type.name, field.name, merged.id)) repoint(org, undo, row, field, master);
    }
  }
  org.store.write(merged, { ...merged.fields, MasterRecordId: master.id, IsDeleted: true, ...modified(org) }, undo);
}

/** A dedupe app's treatment of a new Lead: merged into the oldest match, or into one of its own. */
export function deduplicate(org: Org, undo: Undo, lead: Row): void {
  const { deduplication } = org.settings;
  if (deduplication === "off" || lead.type.name !== "Lead") return;
  if (deduplication === "deletes") return removeRow(org, undo, lead);
  const others = [...org.store.rows(lead.type)].filter((row) => row !== lead && row.fields["IsConverted"] !== true);
  const { LastName = null, Company = null } = lead.fields;
  const own = { LastName, Company, Email: "known@elsewhere.example" };
  mergeRow(org, undo, others[0] ?? insertRow(org, undo, lead.type, own), lead);
}

function leadsTo({ references, indexed, name }: Field, type: ObjectType): boolean {
  return indexed && references.includes(type.name) && name !== "MasterRecordId";
}

/** A campaign can't have one person twice. */
function repoint(org: Org, undo: Undo, row: Row, { name }: Field, master: Row): void {
  const fields = { ...row.fields, [name]: master.id };
  const isMember = row.type.name === "CampaignMember" && name !== "LeadOrContactId";
  if (isMember && findMember(org, row.type, fields) !== undefined) removeRow(org, undo, row);
  else org.store.write(row, fields, undo);
}
