import type { EventTypes } from "../../schemas/types.ts";
import type { Clients } from "../runtime/define/client.ts";
import { leadConstants, leadStandIns } from "./lead.ts";

type Personal = Omit<EventTypes["form.submitted"], "formId" | "pageUrl" | "email">;

/** What somebody has said of themselves, whatever they said it in: what they have not may be undefined. */
type Said = Pick<EventTypes["form.submitted"], "email"> & {
  readonly [Member in keyof Personal]: Personal[Member] | undefined;
};

/** Whoever said it as Salesforce knows them, or as the Lead that they become: the same, whichever handler comes first. */
export function findOrCreatePerson(salesforce: Clients["salesforce"], said: Said) {
  return salesforce.ensurePerson(said.email, leadOf(said), { standIns: leadStandIns });
}

/** What customer.io keeps of them. */
export function customerOf({ firstName, lastName, company, title, phone, country }: Said) {
  return { first_name: firstName, last_name: lastName, company, title, phone, country };
}

function leadOf(said: Said) {
  const { firstName, lastName, company, title, phone, country, message } = said;
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
