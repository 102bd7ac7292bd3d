import type { Wrong } from "../candidates.ts";
import { emailReported } from "../raw-batches.ts";

/** A batch handler that writes one record after another, and fails all for the one that is refused. */
export const allFailedForOneCall: Wrong = {
  name: "all-failed-for-one-call",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "dead-letters several people's messages for what one call was refused",
  match: "people of all kinds · PATCH /sobjects/Lead/{id} · FIELD_CUSTOM_VALIDATION_EXCEPTION",
  states: ["a Lead", "a mail was sent to"],
  async *runBatch(events, { people }) {
    let error: unknown;
    for (const [Email, some] of Map.groupBy(events, ({ data }) => data.email)) {
      const [lead] = await people.find("Lead", { Email, IsConverted: false }, ["Id"]);
      try {
        if (lead !== undefined && some.length > 0) await people.update("Lead", lead.Id, { Rating: "Hot" });
      } catch (thrown) {
        error = thrown;
      }
    }
    for (const event of events) yield { event, error };
  },
};
