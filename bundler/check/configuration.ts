/**
 * What is wrong with functions/configuration/campaigns.json, in sentences that name the form. A form has a campaign's id, or
 * `{ "campaignId": "701…", "status": "Responded" }`.
 */
export function campaignFaults(forms: unknown): string[] {
  return Object.entries(Object(forms)).flatMap(([formId, value]) =>
    faultsOf(value).map((fault) => `functions/configuration/campaigns.json: "${formId}" ${fault}`),
  );
}

function faultsOf(value: unknown): string[] {
  const { campaignId, status, ...others }: Readonly<Record<string, unknown>> =
    typeof value === "object" ? { ...value } : { campaignId: value };
  const isId = typeof campaignId === "string" && /^701[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(campaignId);
  const isStatus = status === undefined || (typeof status === "string" && status.trim() !== "");
  return [
    ...(isId
      ? []
      : ['needs a campaign\'s id, 15 or 18 characters that begin with 701: as a text, or as "campaignId".']),
    ...(isStatus ? [] : ['has a "status" that is none: one of the campaign\'s member statuses, as a text.']),
    ...Object.keys(others).map((name) => `has "${name}"; "campaignId" and "status" are possible.`),
  ];
}
