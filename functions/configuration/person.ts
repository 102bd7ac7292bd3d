import type { EventTypes } from "../../schemas/types.ts";
import type { Clients } from "../runtime/define/client.ts";
import { leadConstants, leadStandIns } from "./lead.ts";

type Personal = Omit<EventTypes["form.submitted"], "formId" | "pageUrl" | "email">;

/** What someone has told us about themselves, by whatever form; members not given may be undefined. */
type Said = Pick<EventTypes["form.submitted"], "email"> & {
  readonly [Member in keyof Personal]: Personal[Member] | undefined;
};

type Use = Exclude<Parameters<Clients["salesforce"]["ensurePerson"]>[2], undefined>["use"];

/**
 * The person as Salesforce knows them, or a new Lead: the same result whichever handler runs first. What `use` does with
 * them does not wait for their name, if an earlier form lacked it.
 */
export function findOrCreatePerson(salesforce: Clients["salesforce"], said: Said, use?: Use) {
  return salesforce.ensurePerson(said.email, leadOf(said), { standIns: leadStandIns, use });
}

/** The attributes that customer.io keeps. */
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
