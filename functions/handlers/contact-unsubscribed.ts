import { defineHandler } from "../runtime/define/handler.ts";
import { inTurn } from "../runtime/define/independently.ts";

/** Somebody wants no more e-mail: nothing of theirs may be written to, whichever system sends. */
export default defineHandler({
  eventType: "contact.unsubscribed",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio }) {
    await inTurn(
      // First there, where form.submitted asks: a Lead made before is found below, one made later finds it kept.
      () => customerio.setSubscribed(event, false),
      () => salesforce.optOutOfEmail(event.data.email, { at: event.time }),
    );
  },
});
