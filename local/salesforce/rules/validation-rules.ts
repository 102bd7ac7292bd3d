import { Refusal } from "../state/refusal.ts";
import type { Org } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields } from "../state/store.ts";

/** The rules that ycat ships in salesforce/: fields that may only move forward in time, and the error otherwise. */
const ONLY_LATER: Readonly<Record<string, string>> = {
  Email_Consent_At__c: "A later decision about e-mail stands already.",
  Email_Consent_At__pc: "A later decision about e-mail stands already.",
  Registration_At__c: "A later change of the registration stands already.",
};

/** @throws Refusal with FIELD_CUSTOM_VALIDATION_EXCEPTION, the code of all validation rules. */
export function checkValidationRules(org: Org, type: ObjectType, after: Fields, before?: Fields): void {
  if (before !== undefined) checkTimes(after, before);
  for (const { object, when, message, field } of org.settings.validationRules) {
    const value = object === type.name ? (after[when.field] ?? null) : null;
    if (value === null || (when.value !== undefined && value !== when.value)) continue;
    throw failed(message, field);
  }
}

function checkTimes(after: Fields, before: Fields): void {
  for (const [field, message] of Object.entries(ONLY_LATER)) {
    const [stands, given] = [before[field] ?? null, after[field] ?? null];
    // ISO times compare as strings.
    if (stands === null || given === null || given >= stands) continue;
    throw failed(message, field);
  }
}

function failed(message: string, field: string | undefined): Refusal {
  return new Refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", message, { fields: field === undefined ? [] : [field] });
}
