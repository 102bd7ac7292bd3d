import { defineHandler } from "../runtime/define/handler.ts";
import { independently } from "../runtime/define/independently.ts";

/** Somebody wants no more e-mail: nothing of theirs may be written to, whichever system sends. */
export default defineHandler({
  eventType: "contact.unsubscribed",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio }) {
    const kept = customerio.setSubscribed(event, false);
    await independently(
      () => kept,
      async () => {
        // First there, where form.submitted asks: a Lead made before is found here, one made later finds it kept.
        await kept.catch(() => {});
        await salesforce.optOutOfEmail(event.data.email, { at: event.time });
      },
    );
  },
});
