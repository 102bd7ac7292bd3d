import type { EventTypes } from "../../schemas/types.ts";
import configured from "./lead.json" with { type: "json" };

/**
 * The Lead that a form's sender becomes: the same, whichever of the form's handlers comes first. What Salesforce requires
 * and the form lacks, functions/configuration/lead.json stands in for; so do the org's own words.
 */
export function formLead(form: EventTypes["form.submitted"]) {
  const { firstName, lastName, company, title, phone, country, message } = form;
  return {
    FirstName: firstName,
    LastName: lastName ?? configured.lastName,
    Company: company ?? configured.company,
    Title: title,
    Phone: phone,
    Country: country,
    Description: message,
    LeadSource: configured.leadSource,
  };
}
