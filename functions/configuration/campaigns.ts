import configured from "./campaigns.json" with { type: "json" };

/** The campaign that a form's submitters become members of. */
export interface FormCampaign {
  readonly campaignId: string;
  /** The member's status; by default the campaign's first responded status. */
  readonly status?: string;
}

/** functions/configuration/campaigns.json, checked by the build: a campaign id, or an object with id and status. */
const { $schema: _schema, ...forms } = configured;
const entries: Readonly<Record<string, string | FormCampaign>> = forms;

/** By form id. */
export const campaigns: ReadonlyMap<string, FormCampaign> = new Map(
  Object.entries(entries).map(([formId, one]) => [formId, typeof one === "string" ? { campaignId: one } : one]),
);
