import type { Wrong } from "../candidates.ts";

/** An address that begins with cio_ is read as customer.io's own id, and the call dropped with a 200. */
export const plainPath: Wrong = {
  name: "plain-path",
  uses: ["customerio"],
  caughtBy: "identity",
  says: "does something else for an address like cio_0300@example.com",
  async run({ data, time }, { track }) {
    const path = `/api/v1/customers/${encodeURIComponent(data.email)}`;
    const body = { first_name: data.firstName, _timestamp: Math.floor(Date.parse(time) / 1000) };
    await track({ method: "PUT", path, operation: "PUT /customers/{id}", body });
  },
};
