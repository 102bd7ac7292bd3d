/**
 * What is wrong with functions/configuration/campaigns.json, in sentences that name the form. A form has a campaign's id, or
 * `{ "campaignId": "701…", "status": "Responded" }`.
 */
export function campaignFaults(forms: unknown): string[] {
  return faultsIn("campaigns", forms, (value) => {
    const { campaignId, status, ...others } = typeof value === "object" ? read(value) : { campaignId: value };
    return [
      ...(isCampaignId(campaignId) ? [] : [`${NO_CAMPAIGN}: as a text, or as "campaignId".`]),
      ...(status === undefined || isText(status)
        ? []
        : ['has a "status" that is none: one of the campaign\'s member statuses, as a text.']),
      ...Object.keys(others).map((name) => `has "${name}"; "campaignId" and "status" are possible.`),
    ];
  });
}

/**
 * What is wrong with functions/configuration/occasions.json, in sentences that name the occasion, as
 * `"zoom:99912345678": { "campaignId": "701…", "statuses": { "no_show": "Missed it" }, "createStatuses": true }`.
 */
export function occasionFaults(occasions: unknown, statuses: readonly string[]): string[] {
  const id = { pattern: /^[^:]+:./, what: "occasion's id: SOURCE:ID" };
  return faultsWithStatuses("occasions", occasions, { id, statuses });
}

/** What is wrong with functions/configuration/mailings.json, as above: `"customerio:newsletter:7": { "campaignId": "701…" }`. */
export function mailingFaults(mailings: unknown, statuses: readonly string[]): string[] {
  const id = { pattern: /^[^:]+:[^:]+:./, what: "mailing's id: SOURCE:KIND:ID" };
  return faultsWithStatuses("mailings", mailings, { id, statuses });
}

interface Known {
  readonly id: { readonly pattern: RegExp; readonly what: string };
  readonly statuses: readonly string[];
}

function faultsWithStatuses(file: string, entries: unknown, { id, statuses }: Known): string[] {
  return faultsIn(file, entries, (value, name) => {
    const { campaignId, statuses: labels = {}, createStatuses = false, ...others } = read(value);
    const isId = id.pattern.test(name) && name.length <= 100;
    return [
      ...(isId ? [] : [`is no ${id.what}, 100 characters at most.`]),
      ...(isCampaignId(campaignId) ? [] : [`${NO_CAMPAIGN}, as "campaignId".`]),
      ...(isMap(labels) ? labelFaults(labels, statuses) : ['has "statuses" that are none: a status\'s name for each.']),
      ...(typeof createStatuses === "boolean" ? [] : ['has a "createStatuses" that is neither true nor false.']),
      ...Object.keys(others).map(
        (other) => `has "${other}"; "campaignId", "statuses" and "createStatuses" are possible.`,
      ),
    ];
  });
}

/**
 * What is wrong with functions/configuration/salesforce.json, in sentences that name the org: `"00D…": "005…"`, the user that
 * ycat works as there.
 */
export function salesforceFaults(orgs: unknown): string[] {
  return faultsIn("salesforce", orgs, (user, org) => [
    ...(isIdOf("00D", org) ? [] : ["is no org's id, 15 or 18 characters that begin with 00D."]),
    ...(isIdOf("005", user) ? [] : ["needs the id of ycat's user there, 15 or 18 characters that begin with 005."]),
  ]);
}

function labelFaults(labels: object, statuses: readonly string[]): string[] {
  return Object.entries(labels).flatMap(([status, label]) => [
    ...(statuses.includes(status) ? [] : [`names the status "${status}"; there are ${statuses.join(", ")}.`]),
    ...(isText(label) ? [] : [`calls "${status}" what is no name: one of the campaign's member statuses, as a text.`]),
  ]);
}

function faultsIn(file: string, entries: unknown, faultsOf: (value: unknown, name: string) => string[]): string[] {
  return Object.entries(Object(entries)).flatMap(([name, value]) =>
    faultsOf(value, name).map((fault) => `functions/configuration/${file}.json: "${name}" ${fault}`),
  );
}

const NO_CAMPAIGN = "needs a campaign's id, 15 or 18 characters that begin with 701";

function isCampaignId(value: unknown): boolean {
  return isIdOf("701", value);
}

function isIdOf(prefix: string, value: unknown): boolean {
  return typeof value === "string" && value.startsWith(prefix) && /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function read(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? { ...value } : {};
}
