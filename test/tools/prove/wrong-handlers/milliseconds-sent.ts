import type { Wrong } from "../candidates.ts";

/** As Salesforce would have it. */
export const millisecondsSent: Wrong = {
  name: "milliseconds-sent",
  uses: ["customerio"],
  caughtBy: "effects",
  says: "writes a time in milliseconds into last_form_at of customerio people",
  async run({ data, time }, { track }) {
    const path = `/api/v1/customers/${encodeURIComponent(data.email)}`;
    const body = { last_form_at: Date.parse(time), _timestamp: Math.floor(Date.parse(time) / 1000) };
    await track({ method: "PUT", path, operation: "PUT /customers/{id}", body });
  },
};
