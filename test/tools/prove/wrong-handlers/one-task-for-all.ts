import type { Wrong } from "../candidates.ts";

/** A person's second form is taken for the first one's repetition: its Task's key says nothing of which form it was. */
export const oneTaskForAll: Wrong = {
  name: "one-task-for-all",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "takes one event for another: of salesforce Task there are 1 in place of 2",
  async run({ data }, { people }) {
    await people.ensure("Task", { Subject: `Call ${data.email}` }, {}, { unique: false });
  },
};
