import type { Configuration, State } from "../../core/system.ts";

export interface Campaign {
  readonly id: string;
  readonly name: string;
}

/** The campaigns that functions/configuration names: a form each in campaigns.json, and those of occasions.json. */
export function configuredCampaigns(configuration: Configuration): Campaign[] {
  const all = [...campaignsIn(configuration["campaigns"]), ...occasionCampaigns(configuration)];
  return all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
}

/** Those whose members register for something. */
export function occasionCampaigns({ occasions }: Configuration): Campaign[] {
  return campaignsIn(occasions);
}

function campaignsIn(file: unknown): Campaign[] {
  const entries: [string, unknown][] = Object.entries(Object(file));
  return entries.map(([name, value]) => ({ name, id: String(Object(value).campaignId ?? value) }));
}

/** The statuses that occasions name, of those campaigns, as records: all responses. */
export function namedStatuses({ occasions }: Configuration, campaigns: readonly { readonly Id: string }[]): object[] {
  const all = Object.values(Object(occasions)).flatMap((occasion) => {
    const { campaignId: CampaignId, statuses = {} } = Object(occasion);
    return Object.values(Object(statuses)).map((Label) => ({ CampaignId, Label, HasResponded: true }));
  });
  const isFirst = ({ CampaignId, Label }: (typeof all)[number], place: number) =>
    all.findIndex((one) => one.CampaignId === CampaignId && one.Label === Label) === place;
  return all.filter((one, place) => campaigns.some(({ Id }) => Id === one.CampaignId) && isFirst(one, place));
}

/** Those that the org does not have yet, as records. */
export function missingCampaigns(
  { Campaign = [] }: State,
  configuration: Configuration,
): { readonly Id: string; readonly Name: string }[] {
  const present = new Set(Campaign.map((campaign) => (campaign as { Id: string }).Id)); // plain JSON, by OpenSystem.state
  return configuredCampaigns(configuration)
    .filter(({ id }) => !present.has(id))
    .map(({ id, name }) => ({ Id: id, Name: name }));
}
