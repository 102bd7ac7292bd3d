import { defineHandler } from "../runtime/define/handler.ts";

/** How somebody stands to an occasion has changed: customer.io sends them the e-mail that says so. */
export default defineHandler({
  eventType: "registration.changed",
  uses: ["customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { customerio }) {
    const { occasionId, status, firstName, lastName, company, title, phone, country } = event.data;
    const { occasionName, startsAt, joinUrl, pageUrl } = event.data;

    await customerio.ensurePerson(event, {
      first_name: firstName,
      last_name: lastName,
      company,
      title,
      phone,
      country,
    });
    await customerio.sendEvent(event, `registration_${status}`, {
      occasion_id: occasionId,
      occasion_name: occasionName,
      starts_at: startsAt,
      join_url: joinUrl,
      page_url: pageUrl,
    });
  },
});
