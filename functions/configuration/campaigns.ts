import configured from "./campaigns.json" with { type: "json" };

/** What a form's senders become members of. */
export interface FormCampaign {
  readonly campaignId: string;
  /** The member's status; left out, the campaign's first that counts as a response. */
  readonly status?: string;
}

/** As functions/configuration/campaigns.json has it, which the build checks: a campaign's id, or that and a status. */
const { $schema: _schema, ...forms } = configured;
const entries: Readonly<Record<string, string | FormCampaign>> = forms;

/** By form. */
export const campaigns: ReadonlyMap<string, FormCampaign> = new Map(
  Object.entries(entries).map(([formId, one]) => [formId, typeof one === "string" ? { campaignId: one } : one]),
);
