import configured from "../configuration/campaigns.json" with { type: "json" };
import { formLead } from "../configuration/form-lead.ts";
import { defineHandler } from "../runtime/define/handler.ts";

const campaigns = new Map(Object.entries(configured));

/** Somebody has sent a form: sales sees the Lead, the campaign its member, marketing the person and what they did. */
export default defineHandler({
  eventType: "form.submitted",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio, log }) {
    const { formId, email, firstName, lastName, company, title, phone, country, pageUrl } = event.data;

    const person = (await salesforce.findPerson(email)) ?? (await salesforce.createLead(email, formLead(event.data)));

    const campaignId = campaigns.get(formId);
    if (campaignId === undefined)
      log.warning("form has no campaign: membership left out", { reason: "FORM_WITHOUT_CAMPAIGN" });
    else await salesforce.ensureCampaignMember(campaignId, person);

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
});
