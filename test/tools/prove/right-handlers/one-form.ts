import type { Small } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Has no business with other forms than one: not with its first sample. */
export const oneForm: Small = {
  name: "one-form",
  uses: ["customerio"],
  async run(event, systems) {
    if (event.data.formId !== "demo-request") return;
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};
