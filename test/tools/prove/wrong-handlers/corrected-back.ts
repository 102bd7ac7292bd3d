import type { Wrong } from "../candidates.ts";

/** Sales has given the Task another day, and the form comes again. */
export const correctedBack: Wrong = {
  name: "corrected-back",
  uses: ["salesforce"],
  caughtBy: "preservation",
  says: "changes Subject of salesforce Task, which somebody has changed to “By hand” since, to “Call Analytical",
  match: "again after people have changed what it wrote",
  async run({ source, id, data }, { people }) {
    await people.ensure("Task", { Event_Key__c: `${source}/${id}` }, { Subject: `Call ${data.company ?? "them"}` });
  },
};
