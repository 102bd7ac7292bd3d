import type { Wrong } from "../candidates.ts";
import { customerPath } from "../raw-systems.ts";

/** Mary Ann is no Mary. */
export const firstNameAlone: Wrong = {
  name: "first-name-alone",
  uses: ["customerio"],
  caughtBy: "effects",
  says: "characters of the event's firstName into first_name of customerio people, and the rest nowhere",
  async run({ data }, { track }) {
    const body = { first_name: data.firstName?.split(" ")[0] };
    await track({ method: "PUT", path: customerPath(data), operation: "PUT /customers/{id}", body });
  },
};
