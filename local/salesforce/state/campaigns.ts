import type { Configuration, State } from "../../core/system.ts";

export interface Campaign {
  readonly id: string;
  readonly name: string;
}

/** The campaigns that functions/configuration/campaigns.json names, a form each. */
export function configuredCampaigns({ campaigns }: Configuration): Campaign[] {
  const entries: [string, unknown][] = Object.entries(Object(campaigns));
  return entries.map(([name, value]) => ({ name, id: String(Object(value).campaignId ?? value) }));
}

/** Those that the org does not have yet, as records. */
export function missingCampaigns({ Campaign = [] }: State, configuration: Configuration): object[] {
  const present = new Set(Campaign.map((campaign) => (campaign as { Id: string }).Id)); // plain JSON, by OpenSystem.state
  return configuredCampaigns(configuration)
    .filter(({ id }) => !present.has(id))
    .map(({ id, name }) => ({ Id: id, Name: name }));
}
