import type { FieldDescription } from "../../../schemas/salesforce/object-description.ts";

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
export function isMaster(field: FieldDescription & { readonly name: string }): boolean {
  const { name, type, nillable, createable, updateable } = field;
  return (
    type === "reference" && name.endsWith("__c") && createable === true && nillable !== true && updateable !== true
  );
}
