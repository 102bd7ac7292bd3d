import { campaigns } from "../configuration/campaigns.ts";
import { findOrCreateSender } from "../configuration/form-lead.ts";
import { defineHandler } from "../runtime/define/handler.ts";
import { independently } from "../runtime/define/independently.ts";

/** As long as an event is retried: an attempt of this one may have made a record that is no older. */
const RETRIED_MS = 16 * 3600 * 1000;

/** Somebody has sent a form: sales sees the Lead, the campaign its member, marketing the person and what they did. */
export default defineHandler({
  eventType: "form.submitted",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio, log }) {
    const { formId, email, firstName, lastName, company, title, phone, country, pageUrl } = event.data;

    await independently(
      async () => {
        const person = await findOrCreateSender(salesforce, event.data);

        await independently(
          async () => {
            const campaign = campaigns.get(formId);
            if (campaign === undefined)
              log.warning("form has no campaign: membership left out", { reason: "FORM_WITHOUT_CAMPAIGN" });
            else await salesforce.ensureCampaignMember(campaign.campaignId, person, campaign);
          },
          async () => {
            // An opt-out that came before their first form has found nobody in Salesforce; customer.io has kept it.
            if (Date.parse(event.time) - Date.parse(person.createdAt) > RETRIED_MS) return;
            const { unsubscribed, at = event.time } = await customerio.hasUnsubscribed(email);
            if (unsubscribed) await salesforce.optOutOfEmail(email, { at, person });
          },
        );
      },
      async () => {
        await customerio.ensurePerson(event, {
          first_name: firstName,
          last_name: lastName,
          company,
          title,
          phone,
          country,
        });
        await customerio.sendEvent(event, "form_submitted", { form_id: formId, page_url: pageUrl });
      },
    );
  },
});
