import { Refusal } from "../state/refusal.ts";
import type { Org } from "../state/org.ts";
import { rowsWith } from "../state/org.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields, Row } from "../state/store.ts";
import type { Transaction, Writing } from "../state/transaction.ts";

/**
 * The org's duplicate rule for new and, optionally, edited people, reduced to "same e-mail, ignoring case, on a Lead or
 * Contact". Salesforce's standard rule also matches names and companies, and [U] ignores converted Leads.
 */
export function checkDuplicates({ org, transaction }: Writing, type: ObjectType, fields: Fields, edited?: Row): void {
  if (org.settings.duplicateRule === "off" || !isPerson(type)) return;
  if (edited !== undefined && !org.settings.duplicateRuleAtEdits) return;
  const isAlert = org.settings.duplicateRule === "alert";
  if (isAlert && transaction.savesDuplicates) return;
  const matches = findPeople(org, fields).filter((row) => row !== edited);
  if (matches.length > 0) throw duplicatesDetected(transaction, type, matches, isAlert);
}

/** Only Leads and Contacts have duplicate rules here. */
export function isPerson(type: ObjectType): boolean {
  return type.name === "Lead" || type.name === "Contact";
}

/** People with the e-mail of these fields, without converted Leads. */
export function findPeople(org: Org, fields: Fields): Row[] {
  const email = fields["Email"] ?? null;
  if (email === null) return [];
  return ["Lead", "Contact"].flatMap((object) =>
    rowsWith(org, object, "Email", email).filter((row) => row.fields["IsConverted"] !== true),
  );
}

/** Salesforce misspells the key. */
export function duplicatesDetected(
  { version }: Transaction,
  type: ObjectType,
  matches: readonly Row[],
  allowSave: boolean,
): Refusal {
  const message = "You're creating a duplicate record. We recommend you use an existing record instead.";
  const entityTypes = [...new Set(matches.map((row) => row.type.name))];
  const duplicateResut = {
    allowSave,
    duplicateRule: `Standard_${type.name}_Duplicate_Rule`,
    duplicateRuleEntityType: type.name,
    errorMessage: message,
    matchResults: entityTypes.map((entityType) => matchResult(version, entityType, matches)),
  };
  return new Refusal("DUPLICATES_DETECTED", message, { extra: { duplicateResut } });
}

function matchResult(version: number, entityType: string, matches: readonly Row[]): object {
  const rows = matches.filter((row) => row.type.name === entityType);
  return {
    entityType,
    errors: [],
    matchEngine: "FuzzyMatchEngine",
    matchRecords: rows.map(({ id }) => ({
      additionalInformation: [],
      fieldDiffs: [],
      matchConfidence: 100,
      record: {
        attributes: { type: entityType, url: `/services/data/v${version}.0/sobjects/${entityType}/${id}` },
        Id: id,
      },
    })),
    rule: `Standard_${entityType}_Match_Rule_v1_${entityType === "Contact" ? 1 : 0}`,
    size: rows.length,
    success: true,
  };
}
