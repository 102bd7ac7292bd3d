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

  // What can't converge, for npm run prove: docs/prove.md.
  diverges: [
    {
      fault: "200-dropped",
      operation: "PUT /customers/{id}",
      reason: "customer.io says 200 and does nothing; what it holds can't be read in time",
    },
    {
      fault: "200-dropped",
      operation: "POST /customers/{id}/events",
      reason: "customer.io says 200 and does nothing; events can't be read",
    },
    {
      fault: "dead-lettered, replayed 4 days later",
      operation: "POST /customers/{id}/events",
      reason: "an event older than 72 hours is recorded and starts no campaign",
    },
    {
      fault: "somebody deletes the person",
      operation: "POST /customers/{id}/events",
      reason: "an event for a person deleted a moment ago makes them anew, with an e-mail and nothing else",
    },
  ],
  arrivalDecides: [
    {
      other: "form.submitted",
      records: "salesforce Lead",
      fields: ["FirstName", "LastName", "Company", "Title", "Phone", "Country", "Description"],
      reason: "a Lead keeps what the first form to arrive said: from then on it is sales' to edit",
    },
    {
      other: "contact.unsubscribed",
      records: "salesforce Lead",
      fields: ["HasOptedOutOfEmail"],
      reason:
        "an opt-out is kept on the Leads and Contacts that are there: the first form to arrive after it makes a new one",
    },
  ],
});
