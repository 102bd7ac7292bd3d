import type { Configuration } from "../../core/circumstances.ts";
import type { State } from "../../core/records.ts";
import { DEFAULT_STATUSES } from "../rules/campaign-members.ts";

export interface Campaign {
  readonly id: string;
  readonly name: string;
}

/** The campaigns in functions/configuration: campaigns.json, occasions.json and mailings.json. */
export function configuredCampaigns(configuration: Configuration): Campaign[] {
  const { campaigns, occasions, mailings } = configuration;
  const all = [campaigns, occasions, mailings].flatMap(campaignsIn);
  return all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
}

/** Campaigns of occasions. */
export function occasionCampaigns({ occasions }: Configuration): Campaign[] {
  return campaignsIn(occasions);
}

/** Campaigns of mailings. */
export function mailingCampaigns({ mailings }: Configuration): Campaign[] {
  return campaignsIn(mailings);
}

function campaignsIn(file: unknown): Campaign[] {
  const entries: [string, unknown][] = Object.entries(Object(file));
  return entries.map(([name, value]) => ({ name, id: String(Object(value).campaignId ?? value) }));
}

/**
 * The statuses that occasions and mailings name, as records. All count as responses, except those that e-mail sets by
 * itself. The campaign of a form with a status gets another one before it, so that the form's is not the first
 * response.
 */
export function namedStatuses(
  { campaigns: forms, occasions, mailings }: Configuration,
  campaigns: readonly { readonly Id: string }[],
): object[] {
  const firsts = Object.values(Object(forms)).flatMap((form) => {
    const { campaignId: CampaignId, status } = Object(form);
    return status === undefined ? [] : [{ CampaignId, Label: "Visited", HasResponded: true, SortOrder: 0 }];
  });
  const named = [...Object.values(Object(occasions)), ...Object.values(Object(mailings))].flatMap((one) => {
    const { campaignId: CampaignId, statuses = {} } = Object(one);
    return Object.entries(Object(statuses)).map(([status, Label]) => {
      return { CampaignId, Label, HasResponded: !["sent", "bounced", "opened"].includes(status) };
    });
  });
  const all = [...firsts, ...named];
  const isFirst = ({ CampaignId, Label }: (typeof all)[number], place: number) =>
    all.findIndex((one) => one.CampaignId === CampaignId && one.Label === Label) === place;
  const isNew = ({ Label }: (typeof all)[number]) => !DEFAULT_STATUSES.some((status) => status["Label"] === Label);
  return all.filter(
    (one, place) => campaigns.some(({ Id }) => Id === one.CampaignId) && isNew(one) && isFirst(one, place),
  );
}

/** The configured campaigns that the org lacks, as records. */
export function missingCampaigns(
  { Campaign = [] }: State,
  configuration: Configuration,
): { readonly Id: string; readonly Name: string }[] {
  // Plain JSON, by OpenSystem.state.
  const present = new Set(Campaign.map((campaign) => (campaign as { Id: string }).Id));
  return configuredCampaigns(configuration)
    .filter(({ id }) => !present.has(id))
    .map(({ id, name }) => ({ Id: id, Name: name }));
}
