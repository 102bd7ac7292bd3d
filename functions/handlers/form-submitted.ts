import { campaigns } from "../configuration/campaigns.ts";
import { keepEarlierOptOut } from "../configuration/earlier-opt-out.ts";
import { customerOf, findOrCreatePerson } from "../configuration/person.ts";
import { defineHandler } from "../runtime/define/handler.ts";
import { independently } from "../runtime/define/independently.ts";

/** Someone submitted a form: a Lead and campaign member for sales, a person and an event for marketing. */
export default defineHandler({
  eventType: "form.submitted",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio, log }) {
    const { formId, pageUrl } = event.data;

    await independently(
      () =>
        findOrCreatePerson(salesforce, event.data, (person) =>
          independently(
            async () => {
              const campaign = campaigns.get(formId);
              if (campaign === undefined)
                log.warning("form has no campaign: membership left out; see functions/configuration/campaigns.json", {
                  reason: "FORM_WITHOUT_CAMPAIGN",
                });
              else await salesforce.ensureCampaignMember(campaign.campaignId, person, campaign);
            },
            () => keepEarlierOptOut(event, person, { salesforce, customerio }),
          ),
        ),
      async () => {
        await customerio.ensurePerson(event, customerOf(event.data));
        await customerio.sendEvent(event, "form_submitted", { form_id: formId, page_url: pageUrl });
      },
    );
  },
});
