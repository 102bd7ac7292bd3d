import type { KeptFirst } from "../../core/records.ts";
import { describedObjects } from "../state/describe-files.ts";
import { NOT_PROVIDED } from "./typed-in.ts";

/** What events are about; several handlers may create one of these. */
const ABOUT: readonly string[] = ["Lead", "Contact", "Account"];
/** Fields for a person's status, where the latest event must win. */
const STANDING = new Set(["Status", "Rating", "Type"]);
/** Types where the first writer must not decide: references, consent and its time, and search keys. */
const NOT_SAID = new Set(["reference", "boolean", "date", "datetime", "email"]);

export const keepsFirst: readonly KeptFirst[] = describedObjects()
  .filter(({ name }) => ABOUT.includes(name))
  .map(({ name: kind, fields }) => ({
    kind,
    fields: Object.entries(fields)
      .filter(([name, { createable = false, unique = false, type }]) => {
        return createable && !unique && !STANDING.has(name) && !NOT_SAID.has(type);
      })
      .map(([name]) => name),
    standIns: [NOT_PROVIDED],
    reason:
      "createLead, ensurePerson and ensure's onlyWhenNew write new records only: existing ones are for sales to edit",
  }));
