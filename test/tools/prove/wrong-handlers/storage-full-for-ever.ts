import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";
import { findLead } from "../raw-systems.ts";

/** Gives up each message for what is the org's fault. */
export const storageFullForEver: Wrong = {
  name: "storage-full-for-ever",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  match: "STORAGE_LIMIT_EXCEEDED",
  says: "dead-letters what is refused to everybody, for no message's fault (STORAGE_LIMIT_EXCEEDED)",
  async run({ data }, systems) {
    if ((await findLead(systems, data.email)) !== undefined) return;
    const lead = { LastName: data.lastName, Company: data.company, Email: data.email };
    const { refusal } = await systems.records.create("Lead", lead, { expected: [] });
    if (refusal === undefined) return;
    const { code, operation } = refusal;
    if (code !== "STORAGE_LIMIT_EXCEEDED") throw refusalError(refusal);
    throw new PermanentError("storage is full", { code, system: "salesforce", operation });
  },
};
