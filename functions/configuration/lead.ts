import type { OrgObjects } from "../../schemas/salesforce/org.ts";

type LeadFields = Partial<OrgObjects["Lead"]["values"] & OrgObjects["Lead"]["words"]>;

/** What every form's Lead has, in your org's own words: a LeadSource that it does not know is left out, with a warning. */
export const leadConstants = { LeadSource: "Web" } satisfies LeadFields;

/**
 * What stands in for what your org requires of a Lead, and a form lacks or has it refused. In an org with person accounts that is not
 * the Company: null there leaves it empty, and the Lead converts into a person.
 */
export const leadStandIns = { LastName: "[not provided]", Company: "[not provided]" } satisfies LeadFields;
