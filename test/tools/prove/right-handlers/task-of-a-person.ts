import type { Small } from "../candidates.ts";

/** A Task refers to one record: where that is merged away meanwhile, the next delivery's refers to what it has become. */
export const taskOfAPerson: Small = {
  name: "task-of-a-person",
  uses: ["salesforce"],
  async run({ source, id, data }, { people }) {
    const { email, lastName: LastName, company: Company } = data;
    const person = (await people.findPerson(email)) ?? (await people.createLead(email, { LastName, Company }));
    const task = { WhoId: person.record.id, Subject: "A form" };
    await people.ensure("Task", { Event_Key__c: `${source}/${id}` }, {}, { onlyWhenNew: task });
  },
};
