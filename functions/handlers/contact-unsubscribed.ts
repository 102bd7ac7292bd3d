import { defineHandler } from "../runtime/define/handler.ts";
import { inTurn } from "../runtime/define/independently.ts";

/** Someone wants no more e-mail: no system may write to any of their records. */
export default defineHandler({
  eventType: "contact.unsubscribed",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio }) {
    await inTurn(
      // customer.io first, because form.submitted asks there: a Lead made before this is found below, one made later
      // sees the opt-out.
      () => customerio.setSubscribed(event, false),
      () => salesforce.optOutOfEmail(event.data.email, { at: event.time }),
    );
  },
});
