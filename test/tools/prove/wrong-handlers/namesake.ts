import type { Wrong } from "../candidates.ts";

/** Knows people by their last name. */
export const namesake: Wrong = {
  name: "namesake",
  uses: ["salesforce"],
  caughtBy: "isolation",
  match: "beside the records of others",
  says: "does something else where records of others are",
  async run({ source, id, data, time }, { people }) {
    const { lastName: LastName = "" } = data;
    const [contact] = await people.find("Contact", { LastName }, ["Id"]);
    const task = { Subject: "Call", ActivityDate: time, WhoId: contact?.Id };
    await people.ensure("Task", { Event_Key__c: `${source}/${id}` }, {}, { onlyWhenNew: task });
  },
};
