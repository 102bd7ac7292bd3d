import type { OrgObjects } from "../../schemas/salesforce/org.ts";

type LeadFields = Partial<OrgObjects["Lead"]["values"] & OrgObjects["Lead"]["words"]>;

/**
 * Set on every new Lead, in your org's own picklist values. A LeadSource the org does not know is left out, with a
 * warning.
 */
export const leadConstants = { LeadSource: "Web" } satisfies LeadFields;

/**
 * Fallbacks for fields that your org requires and a form lacks, or whose value is refused. With person accounts, set
 * Company to null: the Lead then has none and converts into a person.
 */
export const leadStandIns = { LastName: "[not provided]", Company: "[not provided]" } satisfies LeadFields;
