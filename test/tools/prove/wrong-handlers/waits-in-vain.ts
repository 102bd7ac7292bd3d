import { UnavailableError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

const failures = new Map<string, number>();

/** Has been hurt once, and then trusts nobody for five deliveries. */
export const waitsInVain: Wrong = {
  name: "waits-in-vain",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  match: "GET /query Lead · 5xx-json",
  says: "attempts after everything is well again",
  async run(event, systems) {
    const left = failures.get(event.id) ?? 0;
    failures.set(event.id, Math.max(0, left - 1));
    if (left > 0) throw new UnavailableError("not yet", { code: "WAITING", system: "salesforce" });
    try {
      if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
    } catch (error) {
      failures.set(event.id, 5);
      throw error;
    }
  },
};
