import { UnavailableError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";

/** Fills only what is empty, so that it writes nothing about people of whom much is known; takes refusals for outages. */
export const gapFilledForEver: Wrong = {
  name: "gap-filled-for-ever",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  states: ["a Lead that nobody has named"],
  says: "retries what salesforce has refused for ever",
  async run({ data }, { people }) {
    const [lead] = await people.find("Lead", { Email: data.email, IsConverted: false }, ["MobilePhone"]);
    if (lead === undefined || lead.MobilePhone !== null) return;
    await people.update("Lead", lead.Id, { MobilePhone: data.phone }).catch((cause: unknown) => {
      throw new UnavailableError("no number", { code: "NO_NUMBER", system: "salesforce" }, { cause });
    });
  },
};
