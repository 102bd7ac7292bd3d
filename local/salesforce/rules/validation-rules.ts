import { Refusal } from "../api/errors.ts";
import type { Org } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields } from "../state/store.ts";

/** A rule that people of the org have made: what a record must not hold after a write. */
export interface ValidationRule {
  readonly object: string;
  /** Refuses a record that has a value in this field; with `value`, that one. */
  readonly when: { readonly field: string; readonly value?: string | number | boolean };
  readonly message: string;
  /** Beside which field its error stands. Without it, at the top of the page: `fields: []`. */
  readonly field?: string;
}

/** The rules that ycat ships in salesforce/, in the fields that they are about. */
const CONSENT_TIMES = ["Email_Consent_At__c", "Email_Consent_At__pc"];

/** @throws Refusal with the code of all of them, FIELD_CUSTOM_VALIDATION_EXCEPTION. */
export function checkValidationRules(org: Org, type: ObjectType, after: Fields, before?: Fields): void {
  if (before !== undefined) checkConsentTime(after, before);
  for (const { object, when, message, field } of org.settings.validationRules) {
    const value = object === type.name ? (after[when.field] ?? null) : null;
    if (value === null || (when.value !== undefined && value !== when.value)) continue;
    throw failed(message, field);
  }
}

function checkConsentTime(after: Fields, before: Fields): void {
  for (const field of CONSENT_TIMES) {
    const [stands, given] = [before[field] ?? null, after[field] ?? null];
    // ISO times compare as text.
    if (stands === null || given === null || given >= stands) continue;
    throw failed("A later decision about e-mail stands already.", field);
  }
}

function failed(message: string, field: string | undefined): Refusal {
  return new Refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", message, { fields: field === undefined ? [] : [field] });
}
