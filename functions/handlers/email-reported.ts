import { labelOf, mailings, raisingOf } from "../configuration/mailings.ts";
import { defineBatchHandler } from "../runtime/define/batch-handler.ts";

/** An e-mail was sent, bounced, opened or clicked: the campaign member shows sales the best of these. */
export default defineBatchHandler({
  eventType: "email.reported",
  uses: ["salesforce"],
  batch: { maxMessages: 1000 },
  async *run(events, { salesforce, log }) {
    const leaveOut = (left: typeof events, reason: string) => {
      if (left.length > 0) log.info("reports left out", { reason, count: left.length });
      return left.map((event) => ({ event }));
    };
    const isOfCampaign = ({ data }: (typeof events)[number]) => mailings.has(data.mailingId);
    yield* leaveOut(
      events.filter((event) => !isOfCampaign(event)),
      "MAILING_WITHOUT_CAMPAIGN",
    );

    const reports = events.filter(isOfCampaign);
    const people = await salesforce.findPeople(reports.map(({ data }) => data.email));
    yield* leaveOut(
      reports.filter(({ data }) => !people.has(data.email)),
      "NOT_IN_SALESFORCE",
    );

    const raises = reports.flatMap((event) => {
      const [mailing, person] = [mailings.get(event.data.mailingId), people.get(event.data.email)];
      if (mailing === undefined || person === undefined) return [];
      return [{ event, person, campaignId: mailing.campaignId, status: labelOf(mailing, event.data.status) }];
    });
    for (const [campaignId, all] of Map.groupBy(raises, (raise) => raise.campaignId)) {
      const results = salesforce.raiseCampaignMembers(campaignId, all, raisingOf(campaignId));
      for await (const { of, error } of results) yield { event: of.event, error };
    }
  },
});
