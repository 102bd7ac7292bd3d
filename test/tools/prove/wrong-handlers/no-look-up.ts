import type { Wrong } from "../candidates.ts";
import { ensureMember, type Form, sendEvent, type RawSystems } from "../raw-systems.ts";
import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";

/** Creates without looking whether the person is there. */
export const noLookUp: Wrong = {
  name: "no-look-up",
  caughtBy: "duplicates",
  async run(event, systems) {
    await ensureMember(systems, await createAnyway(systems, event));
    await sendEvent(systems, event);
  },
};

async function createAnyway({ records }: RawSystems, { data }: Form): Promise<string> {
  const created = await records.create(
    "Lead",
    { LastName: data.lastName, Company: data.company, Email: data.email },
    { expected: [] },
  );
  if (created.refusal !== undefined) throw refusalError(created.refusal);
  return created.id;
}
