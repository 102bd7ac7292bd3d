import { fieldOf } from "./shape.ts";

/** A record's person, its order and its consent: without these it would be wrong, in any object. */
const ALWAYS_NEEDED = [
  "Id",
  "Email",
  "Status",
  "HasOptedOutOfEmail",
  "PersonHasOptedOutOfEmail",
  "CampaignId",
  "LeadId",
  "ContactId",
];

/** Whether a field may never be left out: keys, those above, and those named here. Names in any case. */
export function neededIn(object: string, named: readonly string[] = []): (field: string) => boolean {
  const all = new Set([...ALWAYS_NEEDED, ...named].map((field) => field.toLowerCase()));
  return (field) => all.has(field.toLowerCase()) || fieldOf(object, field)?.isUnique === true;
}
