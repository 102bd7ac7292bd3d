import { keepEarlierOptOut } from "../configuration/earlier-opt-out.ts";
import { customerOf, findOrCreatePerson } from "../configuration/person.ts";
import { memberStatusOf, occasions } from "../configuration/occasions.ts";
import { defineHandler } from "../runtime/define/handler.ts";
import { independently } from "../runtime/define/independently.ts";

/** Someone's registration for an occasion changed: updates the campaign member and triggers the matching e-mail. */
export default defineHandler({
  eventType: "registration.changed",
  uses: ["salesforce", "customerio"],
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { salesforce, customerio, log }) {
    const { occasionId, status, occasionName, startsAt, joinUrl, pageUrl } = event.data;
    const occasion = occasions.get(occasionId);
    const tell = (name: string) =>
      customerio.sendEvent(event, name, {
        occasion_id: occasionId,
        occasion_name: occasionName,
        status,
        starts_at: startsAt,
        join_url: joinUrl,
        page_url: pageUrl,
      });

    await independently(
      () =>
        findOrCreatePerson(salesforce, event.data, (person) =>
          independently(
            () => keepEarlierOptOut(event, person, { salesforce, customerio }),
            async () => {
              if (occasion === undefined) return;
              const wanted = memberStatusOf(occasion, status, event.time);
              const change = await salesforce.compareCampaignMember(occasion.campaignId, person, wanted);
              // E-mail first: the member's status records that it was sent. Late or known changes get none.
              if (change.is !== "done")
                await tell(change.is === "news" ? `registration_${status}` : "registration_noted");
              await change.make();
            },
          ),
        ),
      async () => {
        await customerio.ensurePerson(event, customerOf(event.data));
        if (occasion !== undefined) return;
        log.warning("occasion has no campaign: membership left out", { reason: "OCCASION_WITHOUT_CAMPAIGN" });
        await tell(`registration_${status}`);
      },
    );
  },
});
