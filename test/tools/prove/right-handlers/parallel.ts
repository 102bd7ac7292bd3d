import { independently } from "../../../../functions/runtime/define/independently.ts";
import type { Small } from "../candidates.ts";
import { createLead, findLead, sendEvent } from "../raw-systems.ts";

/** Both at once: where one is refused for ever, the other may still be under way. */
export const parallel: Small = {
  name: "parallel",
  async run(event, systems) {
    await independently(
      () => sendEvent(systems, event),
      async () => (await findLead(systems, event.data.email)) ?? (await createLead(systems, event)),
    );
  },
};
