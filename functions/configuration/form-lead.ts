import type { EventTypes } from "../../schemas/types.ts";
import { leadConstants } from "./lead.ts";

/** The Lead that a form's sender becomes: the same, whichever of the form's handlers comes first. */
export function formLead(form: EventTypes["form.submitted"]) {
  const { firstName, lastName, company, title, phone, country, message } = form;
  return {
    ...leadConstants,
    FirstName: firstName,
    LastName: lastName,
    Company: company,
    Title: title,
    Phone: phone,
    Country: country,
    Description: message,
  };
}
