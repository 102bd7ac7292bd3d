import type { EventTypes } from "../../schemas/types.ts";

/** The Lead that a form's sender becomes: the same, whichever of the form's handlers comes first. */
export function formLead(form: EventTypes["form.submitted"]) {
  const { firstName, lastName, company, title, phone, country, message } = form;
  return {
    FirstName: firstName,
    LastName: lastName,
    Company: company,
    Title: title,
    Phone: phone,
    Country: country,
    Description: message,
    LeadSource: "Web",
  };
}
