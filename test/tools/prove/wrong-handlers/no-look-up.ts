import type { Wrong } from "../candidates.ts";
import { ensureMember, type Form, sendEvent, type Vendors } from "../vendors.ts";
import { refusalError } from "../../../../functions/clients/salesforce/refusals.ts";

/** Creates without looking whether the person is there. */
export const noLookUp: Wrong = {
  name: "no-look-up",
  caughtBy: "duplicates",
  async run(event, vendors) {
    await ensureMember(vendors, await createAnyway(vendors, event));
    await sendEvent(vendors, event);
  },
};

async function createAnyway({ records }: Vendors, { data }: Form): Promise<string> {
  const created = await records.create(
    "Lead",
    { LastName: data.lastName, Company: data.company, Email: data.email },
    { expected: [] },
  );
  if (created.refusal !== undefined) throw refusalError(created.refusal);
  return created.id;
}
