import type { EventTypes } from "../../schemas/types.ts";
import type { Clients } from "../runtime/define/client.ts";
import { leadConstants, leadStandIns } from "./lead.ts";

type Form = EventTypes["form.submitted"];

/** A form's sender as Salesforce knows them, or as the Lead that they become: the same, whichever handler comes first. */
export async function findOrCreateSender(salesforce: Clients["salesforce"], form: Form) {
  return (
    (await salesforce.findPerson(form.email)) ??
    (await salesforce.createLead(form.email, formLead(form), { standIns: leadStandIns }))
  );
}

function formLead(form: Form) {
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
