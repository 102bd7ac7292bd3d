import channels from "../configuration/slack.json" with { type: "json" };
import { defineHandler } from "../runtime/define/handler.ts";

/** A customer has paid: their Account is a customer's, its owner has it among their tasks, and Slack hears of it. */
export default defineHandler({
  eventType: "invoice.paid",
  uses: ["slack"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { slack }) {
    const { invoiceId, number = invoiceId } = event.data;
    await slack.post(event, channels["invoice.paid"], { name: "invoice_paid", lines: [`Invoice ${number} was paid`] });
  },
});
