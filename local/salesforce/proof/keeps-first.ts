import type { KeptFirst } from "../../core/records.ts";
import { describedObjects } from "../state/describe-files.ts";
import { NOT_PROVIDED } from "./typed-in.ts";

/** Whom or what an event is about: several handlers make one where there is none. */
const ABOUT: readonly string[] = ["Lead", "Contact", "Account"];
/** How somebody stands to us changes: its last word counts. */
const STANDING = new Set(["Status", "Rating", "Type"]);
/** Of these who comes first is no matter of taste: what it refers to, a consent and its time, whom it is looked for by. */
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
      "createLead, ensurePerson, and ensure's onlyWhenNew, fill a new record and leave a known one alone: from then on it is sales' to edit",
  }));
