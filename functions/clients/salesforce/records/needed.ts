import { fieldOf } from "./shape.ts";

/** Whom a record is about, what orders it, and consent: wrong without them, in any object. */
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

/** Whether a field may never be left out: keys too, and those that are named. Names in any case. */
export function neededIn(object: string, named: readonly string[]): (field: string) => boolean {
  const all = new Set([...ALWAYS_NEEDED, ...named].map((field) => field.toLowerCase()));
  return (field) => all.has(field.toLowerCase()) || fieldOf(object, field)?.isUnique === true;
}
