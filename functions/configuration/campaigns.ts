import { SpecificationError } from "../runtime/define/errors.ts";
import configured from "./campaigns.json" with { type: "json" };

/** What a form's senders become members of. */
export interface FormCampaign {
  readonly campaignId: string;
  /** The member's status; left out, the campaign's first that counts as a response. */
  readonly status?: string;
}

/**
 * By form: a campaign's id, or `{ "campaignId": "701…", "status": "Responded" }`.
 * @throws SpecificationError that names the form, with which the build fails.
 */
export function readCampaigns(forms: Readonly<Record<string, unknown>>): ReadonlyMap<string, FormCampaign> {
  return new Map(Object.entries(forms).map(([formId, value]) => [formId, readCampaign(formId, value)]));
}

function readCampaign(formId: string, value: unknown): FormCampaign {
  const { campaignId, status, ...others }: Readonly<Record<string, unknown>> =
    typeof value === "object" ? { ...value } : { campaignId: value };
  const where = `functions/configuration/campaigns.json: "${formId}"`;
  if (typeof campaignId !== "string" || !/^701[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(campaignId))
    throw new SpecificationError(
      `${where} needs a campaign's id, 15 or 18 characters that begin with 701: as a text, or as "campaignId".`,
    );
  if (status !== undefined && (typeof status !== "string" || status.trim() === ""))
    throw new SpecificationError(`${where}: "status" must be one of the campaign's member statuses, as a text.`);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new SpecificationError(`${where} has "${unknown}"; "campaignId" and "status" are possible.`);
  return { campaignId, ...(status !== undefined && { status }) };
}

export const campaigns = readCampaigns(configured);
