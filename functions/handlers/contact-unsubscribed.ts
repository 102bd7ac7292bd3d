import { defineHandler } from "../runtime/define/handler.ts";

/** Somebody wants no more e-mail: no Lead and no Contact of theirs may be written to. */
export default defineHandler({
  eventType: "contact.unsubscribed",
  uses: ["salesforce"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce }) {
    await salesforce.optOutOfEmail(event.data.email, { at: event.time });
  },
});
