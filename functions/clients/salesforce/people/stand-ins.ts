import { isEmpty } from "../records/fit.ts";
import type { FieldValues } from "../salesforce.ts";
import type { Kind } from "./search.ts";

/** Salesforce requires both of a Lead; configuration may have better words. */
export const STAND_INS = { LastName: "[not provided]", Company: "[not provided]" };

type StoodIn = keyof typeof STAND_INS;

/** Of these each object requires those that it has: nobody can hide them from our user. */
const NAMES: Readonly<Record<Kind, readonly StoodIn[]>> = { Lead: ["LastName", "Company"], Contact: ["LastName"] };

export interface NewLead {
  readonly email: string;
  readonly fields: FieldValues;
  readonly needed?: readonly string[] | undefined;
  readonly standIns?: FieldValues | undefined;
}

/** The fields in which something may stand in for what the lead says: what says nothing itself can't take its place. */
export function standInFields(lead: NewLead): Record<Kind, readonly StoodIn[]> {
  const said = (field: StoodIn) => {
    const { [field]: value } = lead.fields;
    return !isEmpty(value) && !isStandIn(lead, field, value);
  };
  return { Lead: NAMES.Lead.filter(said), Contact: NAMES.Contact.filter(said) };
}

/** Whether it is what stands in for a field, exactly: the project's words, or ours. */
export function isStandIn({ standIns = {} }: NewLead, field: StoodIn, value: unknown): boolean {
  return value === STAND_INS[field] || (!isEmpty(value) && value === standIns[field]);
}
