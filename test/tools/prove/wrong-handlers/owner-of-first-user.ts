import type { Wrong } from "../candidates.ts";

/** Gives its Task to whichever user comes first: in a larger org it is somebody else. */
export const ownerOfFirstUser: Wrong = {
  name: "owner-of-first-user",
  uses: ["salesforce"],
  caughtBy: "isolation",
  match: "beside the records of others",
  says: "does something else where records of others are",
  async run({ source, id }, { people }) {
    const [user] = await people.find("User", { IsActive: true }, ["Id"]);
    const task = { Subject: "Call", OwnerId: user?.Id };
    await people.ensure("Task", { Event_Key__c: `${source}/${id}` }, {}, { onlyWhenNew: task });
  },
};
