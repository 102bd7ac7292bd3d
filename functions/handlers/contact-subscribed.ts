import { defineHandler } from "../runtime/define/handler.ts";
import { inTurn } from "../runtime/define/independently.ts";

/** Someone wants e-mail again: undoes an earlier opt-out in both systems. */
export default defineHandler({
  eventType: "contact.subscribed",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio }) {
    await inTurn(
      // Same order as contact.unsubscribed, for the same reason.
      () => customerio.setSubscribed(event, true),
      () => salesforce.optInToEmail(event.data.email, { at: event.time }),
    );
  },
});
