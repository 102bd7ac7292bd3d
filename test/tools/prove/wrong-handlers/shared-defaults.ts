import type { Wrong } from "../candidates.ts";
import { createLead, findLead, updateLead } from "../raw-systems.ts";

const defaults: { Title?: string } = {};

/** Adds each event's fields to one object: what the next person leaves out, they get from the last. */
export const sharedDefaults: Wrong = {
  name: "shared-defaults",
  uses: ["salesforce"],
  caughtBy: "isolation",
  says: "sends data.title of another event's person in PATCH /",
  async run({ data, ...event }, systems) {
    const fields = Object.assign(defaults, data.title === undefined ? {} : { Title: data.title });
    const lead = (await findLead(systems, data.email)) ?? (await createLead(systems, { ...event, data }));
    await updateLead(systems, lead, fields);
  },
};
