import type { Wrong } from "../candidates.ts";

/** The others write first_name. */
export const otherSpelling: Wrong = {
  name: "other-spelling",
  uses: ["customerio"],
  caughtBy: "effects",
  says: "writes firstname of customerio people, which has first_name: one thing under two names",
  states: ["known to customer.io"],
  async run({ data, time }, { track }) {
    const path = `/api/v1/customers/${encodeURIComponent(data.email)}`;
    const body = { firstname: data.firstName, _timestamp: Math.floor(Date.parse(time) / 1000) };
    await track({ method: "PUT", path, operation: "PUT /customers/{id}", body });
  },
};
