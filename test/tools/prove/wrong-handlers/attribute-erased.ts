import type { Wrong } from "../candidates.ts";

/** Sends null for what the form leaves out, and customer.io forgets it. */
export const attributeErased: Wrong = {
  name: "attribute-erased",
  uses: ["customerio"],
  caughtBy: "preservation",
  says: "empties phone of customerio people",
  states: ["known to customer.io"],
  async run({ data, time }, { track }) {
    await track({
      method: "PUT",
      path: `/api/v1/customers/${encodeURIComponent(data.email)}`,
      operation: "PUT /customers/{id}",
      body: { first_name: data.firstName, phone: data.phone ?? null, _timestamp: Math.floor(Date.parse(time) / 1000) },
    });
  },
};
