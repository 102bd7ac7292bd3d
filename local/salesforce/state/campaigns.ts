import type { Configuration } from "../../core/circumstances.ts";
import type { State } from "../../core/records.ts";
import { DEFAULT_STATUSES } from "../rules/campaign-members.ts";

export interface Campaign {
  readonly id: string;
  readonly name: string;
}

/** The campaigns that functions/configuration names: a form each in campaigns.json, and those of occasions.json and mailings.json. */
export function configuredCampaigns(configuration: Configuration): Campaign[] {
  const { campaigns, occasions, mailings } = configuration;
  const all = [campaigns, occasions, mailings].flatMap(campaignsIn);
  return all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
}

/** Those whose members register for something. */
export function occasionCampaigns({ occasions }: Configuration): Campaign[] {
  return campaignsIn(occasions);
}

/** Those whose members mailings are sent to. */
export function mailingCampaigns({ mailings }: Configuration): Campaign[] {
  return campaignsIn(mailings);
}

function campaignsIn(file: unknown): Campaign[] {
  const entries: [string, unknown][] = Object.entries(Object(file));
  return entries.map(([name, value]) => ({ name, id: String(Object(value).campaignId ?? value) }));
}

/**
 * The statuses that occasions and mailings name, of those campaigns, as records: all responses, save what comes of a mail by itself.
 * Where a form names one, it is not the first response that its campaign has.
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
