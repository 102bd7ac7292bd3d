import { applyStatus, checkStatusIsNew, completeMember, DEFAULT_STATUSES } from "../rules/campaign-members.ts";
import { Refusal } from "./refusal.ts";
import { API_USER_ID, defaultOwner } from "../rules/owners.ts";
import { mirrorPerson, personName } from "../rules/person-accounts.ts";
import { checkValidationRules } from "../rules/validation.ts";
import type { Field, ObjectType } from "./schema.ts";
import { liveRow, rowsWith, timestamp, type Org } from "./org.ts";
import type { Fields, Row, Undo, Value } from "./store.ts";
import type { FieldDescription } from "../../../schemas/salesforce/object-description.ts";

/** Inserts a record of validated fields, subject to the org's rules, with what the org creates beside it. */
export function insertRow(org: Org, undo: Undo, type: ObjectType, given: Fields): Row {
  checkReferences(org, type, given);
  const fields = type.name === "CampaignMember" ? completeMember(org, type, given) : given;
  checkUnique(org, type, fields, undefined);
  if (type.name === "CampaignMemberStatus") checkStatusIsNew(org, fields);
  const id = typeof given["Id"] === "string" ? given["Id"] : org.ids.next(type.prefix);
  const row: Row = {
    id,
    type,
    fields: withDefaults(org, type, id, fields),
    visibleAt: org.clock.now() + org.settings.indexLagMs,
    missedQueries: 0,
  };
  checkValidationRules(org, type, row.fields);
  keepOneDefaultStatus(org, undo, type, row.fields);
  org.store.insert(row, undo);
  if (type.name === "Campaign") insertStatuses(org, undo, id);
  mirrorPerson(org, undo, row, insertRow);
  return row;
}

/** Changes fields of a record, subject to the org's rules. */
export function changeRow(org: Org, undo: Undo, row: Row, given: Fields): void {
  if (row.fields["IsConverted"] === true) throw convertedLead();
  checkReferences(org, row.type, given);
  checkUnique(org, row.type, given, row);
  const merged = { ...row.fields, ...given };
  const fields = row.type.name === "CampaignMember" && "Status" in given ? applyStatus(org, merged) : merged;
  checkValidationRules(org, row.type, fields, row.fields);
  keepOneDefaultStatus(org, undo, row.type, given);
  org.store.write(row, { ...named(row.type, fields), ...modified(org) }, undo);
  mirrorPerson(org, undo, row, insertRow);
}

/** Deletes a record with its memberships and details. */
export function removeRow(org: Org, undo: Undo, row: Row): void {
  for (const [object, field] of [...(DEPENDENTS[row.type.name] ?? []), ...detailsOf(org, row.type)]) {
    for (const dependent of rowsWith(org, object, field, row.id)) removeRow(org, undo, dependent);
  }
  org.store.write(row, { ...row.fields, IsDeleted: true, ...modified(org) }, undo);
}

const DEPENDENTS: Readonly<Record<string, readonly (readonly [object: string, field: string])[]>> = {
  Campaign: [
    ["CampaignMember", "CampaignId"],
    ["CampaignMemberStatus", "CampaignId"],
  ],
  Contact: [["CampaignMember", "ContactId"]],
  Lead: [["CampaignMember", "LeadId"]],
};

function detailsOf({ schema }: Org, master: ObjectType): (readonly [object: string, field: string])[] {
  return schema.types.flatMap(({ name: object, references }) =>
    references
      .filter(isMaster)
      .flatMap((field) => (field.references.includes(master.name) ? [[object, field.name] as const] : [])),
  );
}

/** For writes to a converted Lead, or to anything that refers to one. */
function convertedLead(): Refusal {
  return new Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", { fields: [] });
}

function checkReferences(org: Org, type: ObjectType, fields: Fields): void {
  for (const field of type.references) {
    const id = fields[field.name];
    // The API user exists even in an org without a description of users.
    if (typeof id === "string" && id !== API_USER_ID) checkReference(org, field, id);
  }
}

/** The id's prefix tells the object, whether or not the record exists. */
function checkReference(org: Org, field: Field, id: string): void {
  const target = org.store.get(id);
  // A queue, which has no describe file.
  if (target === undefined && id.startsWith("00G") && field.references.includes("Group")) return;
  const kind = target?.type ?? org.schema.types.find(({ prefix }) => id.startsWith(prefix));
  if (kind !== undefined && !field.references.includes(kind.name)) {
    const message = `${field.label}: id value of incorrect type: ${id}`;
    throw new Refusal("FIELD_INTEGRITY_EXCEPTION", message, { fields: [field.name] });
  }
  if (target?.isHidden === true) {
    const message = `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`;
    throw new Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, { fields: [] });
  }
  if (target === undefined)
    throw new Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", { fields: [] });
  if (target.fields["IsDeleted"] === true) throw new Refusal("ENTITY_IS_DELETED", "entity is deleted", { fields: [] });
  if (target.fields["IsConverted"] === true) throw convertedLead();
}

/** Salesforce's message has the 15-character id. */
function checkUnique(org: Org, type: ObjectType, fields: Fields, self: Row | undefined): void {
  for (const field of type.unique) {
    const value = fields[field.name] ?? null;
    if (value === null) continue;
    for (const other of org.store.find(type, field, value)) {
      if (other === self) continue;
      const message = `duplicate value found: ${field.name} duplicates value on record with id: ${other.id.slice(0, 15)}`;
      throw new Refusal("DUPLICATE_VALUE", message, { fields: [] });
    }
  }
}

/** Fields with values only. */
function withDefaults(org: Org, type: ObjectType, id: string, given: Fields): Fields {
  const now = timestamp(org.clock);
  const fields: Record<string, Value> = { Id: id };
  for (const { name, initially = null } of type.initially) fields[name] = initially;
  for (const name of type.stamps) fields[name] = now;
  for (const name of type.authors) fields[name] = API_USER_ID;
  if (type.isOwned) fields["OwnerId"] = defaultOwner(org, type);
  if (type.numbered !== undefined) fields[type.numbered] = org.ids.nextNumber(type.prefix);
  for (const name in given) fields[name] = given[name] ?? fields[name] ?? null;
  fields["Id"] = id;
  return named(type, fields);
}

function named(type: ObjectType, fields: Fields): Fields {
  return type.isNamedByParts ? { ...fields, Name: personName(fields) } : fields;
}

export function modified(org: Org): Fields {
  const now = timestamp(org.clock);
  return { LastModifiedDate: now, SystemModstamp: now };
}

function insertStatuses(org: Org, undo: Undo, campaignId: string): void {
  const type = org.schema.type("CampaignMemberStatus");
  if (type === undefined) return;
  for (const status of DEFAULT_STATUSES) insertRow(org, undo, type, { ...status, CampaignId: campaignId });
}

/** A campaign has exactly one default status: the latest to claim it. */
function keepOneDefaultStatus(org: Org, undo: Undo, type: ObjectType, fields: Fields): void {
  if (type.name !== "CampaignMemberStatus" || fields["IsDefault"] !== true) return;
  for (const other of rowsWith(org, type.name, "CampaignId", fields["CampaignId"] ?? null)) {
    if (other.fields["IsDefault"] === true) org.store.write(other, { ...other.fields, IsDefault: false }, undo);
  }
}

/** A record that a client may access by id, or the matching refusal. */
export function existingRow(org: Org, type: ObjectType, id: string, unknown: () => Refusal): Row {
  const row = org.store.get(id);
  if (row === undefined || row.type !== type || row.isHidden === true) throw unknown();
  if (liveRow(org, id) === undefined) throw new Refusal("ENTITY_IS_DELETED", "entity is deleted", { fields: [] });
  return row;
}

/** References whose target is locked when the record is written; describe does not show this. */
const LOCKING: ReadonlySet<string> = new Set([
  "CampaignMember.CampaignId",
  "CampaignMember.ContactId",
  "CampaignMember.LeadId",
  "Task.WhatId",
  "Task.WhoId",
]);

/** These, and the master of a custom object. */
export function locksTarget(object: string, name: string, described: FieldDescription): boolean {
  return LOCKING.has(`${object}.${name}`) || isMaster({ ...described, name });
}

/** A required, fixed custom reference: that of a detail to its master. */
function isMaster(field: FieldDescription & { readonly name: string }): boolean {
  const { name, type, nillable, createable, updateable } = field;
  return (
    type === "reference" && name.endsWith("__c") && createable === true && nillable !== true && updateable !== true
  );
}
