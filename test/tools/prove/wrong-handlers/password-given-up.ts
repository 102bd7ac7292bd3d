import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";

/** Takes every 403 for the message's fault. */
export const passwordGivenUp: Wrong = {
  name: "password-given-up",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  match: "the user's password has expired",
  says: "dead-letters what no message is to blame for (the user's password has expired)",
  async run({ data }, { people }) {
    try {
      const { email, lastName, company } = data;
      if ((await people.findPerson(email)) !== undefined) return;
      await people.createLead(email, { LastName: lastName, Company: company });
    } catch (cause) {
      if (!/HTTP 403/.test(String(cause))) throw cause;
      throw new PermanentError("not allowed", { code: "NOT_ALLOWED", system: "salesforce" }, { cause });
    }
  },
};
