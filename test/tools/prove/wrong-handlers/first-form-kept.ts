import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** What is looked up for the first event holds for all. */
export const firstFormKept: Wrong = {
  ...keeping(),
  again: async () => keeping(),
  caughtBy: "duplicates",
  says: "does something else with the same event in a new world",
};

function keeping() {
  let formId: string | undefined;
  return {
    name: "first-form-kept",
    uses: ["customerio"],
    async run(event, systems) {
      formId ??= event.data.formId;
      await identify(systems, event);
      if (formId === event.data.formId) await sendEvent(systems, event);
    },
  } satisfies Omit<Wrong, "caughtBy">;
}
