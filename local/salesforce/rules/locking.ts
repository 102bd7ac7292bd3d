import type { FieldDescription } from "../state/describe-files.ts";

/** The fields whose record is locked while one that points at it is written: describe does not tell. */
const LOCKING: ReadonlySet<string> = new Set([
  "CampaignMember.CampaignId",
  "CampaignMember.ContactId",
  "CampaignMember.LeadId",
  "Task.WhatId",
  "Task.WhoId",
]);

/** Those, and a custom object's master: a reference that each record must have, and keeps. */
export function locksTarget(object: string, field: string, described: FieldDescription): boolean {
  if (LOCKING.has(`${object}.${field}`)) return true;
  const { type, nillable, createable, updateable } = described;
  return (
    type === "reference" && field.endsWith("__c") && createable === true && nillable !== true && updateable !== true
  );
}
