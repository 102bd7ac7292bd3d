import type { Wrong } from "../candidates.ts";

/** Two Tasks of one event have one key: the second is taken to be there. */
export const secondTaskLost: Wrong = {
  name: "second-task-lost",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "makes one record of two effects: it creates a salesforce Task, and asks for its key once more in the same delivery",
  async run({ source, id, time }, { people }) {
    const key = { Event_Key__c: `${source}/${id}` };
    for (const Subject of ["Call", "Write"])
      await people.ensure("Task", key, {}, { onlyWhenNew: { Subject, ActivityDate: time } });
  },
};
