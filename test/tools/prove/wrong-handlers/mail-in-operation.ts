import type { Wrong } from "../candidates.ts";

/** The log is told of the call with the person's id in it. */
export const mailInOperation: Wrong = {
  name: "mail-in-operation",
  uses: ["customerio"],
  caughtBy: "isolation",
  says: "writes data.email of the event into a log line of level info, field operation",
  async run({ data, time }, { track }) {
    const path = `/api/v1/customers/${encodeURIComponent(data.email)}`;
    const body = { first_name: data.firstName, _timestamp: Math.floor(Date.parse(time) / 1000) };
    await track({ method: "PUT", path, operation: `PUT ${path}`, body });
  },
};
