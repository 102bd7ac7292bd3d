import { findOrCreatePerson } from "../configuration/person.ts";
import configured from "../configuration/slack.json" with { type: "json" };
import { defineHandler } from "../runtime/define/handler.ts";

const { $schema: _schema, ...byForm } = configured;
const channels = new Map(Object.entries(byForm));

/** Someone submitted a form that sales wants to hear of: posts it to the form's channel, with a link to the person. */
export default defineHandler({
  name: "form-submitted-slack",
  eventType: "form.submitted",
  uses: ["salesforce", "slack"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  // More instances would gain nothing: Slack takes less than a message a second.
  resources: { maxInstances: 1 },
  async run(event, { salesforce, slack, log }) {
    const { formId, firstName, lastName, company, message } = event.data;
    const channel = channels.get(formId);
    if (channel === undefined) {
      log.info("form has no channel: nothing is posted; see functions/configuration/slack.json", {
        reason: "FORM_WITHOUT_CHANNEL",
      });
      return;
    }

    const name = [firstName, lastName].filter(Boolean).join(" ");
    const who = [name, company].filter(Boolean).join(", ");
    // form-submitted does the same concurrently; whichever comes first, there is one Lead to link to.
    await findOrCreatePerson(salesforce, event.data, (person) =>
      slack.post(event, channel, {
        name: "form_submitted",
        lines: [
          `${who || "Somebody"} (${formId})`,
          message,
          { text: `${person.record.type} in Salesforce`, url: salesforce.recordUrl(person) },
        ],
      }),
    );
  },
});
