import type { Wrong } from "../candidates.ts";

/** The day is that of wherever the process runs. */
export const localDay: Wrong = {
  name: "local-day",
  uses: ["customerio"],
  caughtBy: "time",
  says: "in the time zone Pacific/Kiritimati",
  async run({ data, time }, { track }) {
    const path = `/api/v1/customers/${encodeURIComponent(data.email.replace(/^cio_/, "CIO_"))}`;
    const at = new Date(time);
    const body = {
      asked_on: `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`,
      _timestamp: at.getTime() / 1000,
    };
    await track({ method: "PUT", path, operation: "PUT /customers/{id}", body });
  },
};
