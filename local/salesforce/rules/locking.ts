import type { FieldDescription } from "../state/describe-files.ts";

/** The fields whose record is locked while one that points at it is written: describe does not tell. */
const LOCKING: ReadonlySet<string> = new Set([
  "CampaignMember.CampaignId",
  "CampaignMember.ContactId",
  "CampaignMember.LeadId",
  "Task.WhatId",
  "Task.WhoId",
]);

/** Those, and a custom object's master. */
export function locksTarget(object: string, name: string, described: FieldDescription): boolean {
  return LOCKING.has(`${object}.${name}`) || isMaster({ ...described, name });
}

/** A custom reference that each record must have, and keeps: of a detail to its master. */
export function isMaster(field: FieldDescription & { readonly name: string }): boolean {
  const { name, type, nillable, createable, updateable } = field;
  return (
    type === "reference" && name.endsWith("__c") && createable === true && nillable !== true && updateable !== true
  );
}
