import type { Manifest, ManifestFunction } from "../../bundler/manifest.ts";

/** The project that everything on one machine is in. */
export const PROJECT = "ycat-local";

/** A source's signing secret on one machine: fixed, public, and well-formed for every scheme. */
export function signingSecret(source: string): string {
  return `whsec_${Buffer.from(`development secret of ${source}`.padEnd(32, ".")).toString("base64")}`;
}

/** What the stand-ins accept; a setting that stands nowhere here gets `development-NAME`. */
export const credentials = {
  salesforce: { clientId: "development-client", clientSecret: "development-client-secret" },
  customerio: { siteId: "development-site", apiKey: "development-api-key" },
};

/** Where the stand-ins listen. */
export interface Addresses {
  readonly pubsub: string;
  readonly salesforce: string;
  readonly customerio: string;
}

/** A function's environment: what Terraform gives it in the cloud, with development values. Nothing of the shell's. */
export function environmentOf(name: string, manifest: Manifest, addresses: Addresses): Record<string, string> {
  const declared = manifest.functions[name];
  if (declared === undefined) throw new Error(`dist/manifest.json has no function ${name}`);
  const known: Record<string, string> = {
    GOOGLE_CLOUD_PROJECT: PROJECT,
    SIGNING_SECRETS: signingSecret(name),
    SALESFORCE_LOGIN_URL: addresses.salesforce,
    SALESFORCE_CLIENT_ID: credentials.salesforce.clientId,
    SALESFORCE_CREDENTIAL: credentials.salesforce.clientSecret,
    CUSTOMERIO_TRACK_URL: addresses.customerio,
    CUSTOMERIO_SITE_ID: credentials.customerio.siteId,
    CUSTOMERIO_API_KEY: credentials.customerio.apiKey,
  };
  const values = namesOf(declared).map((setting) => [
    setting,
    known[setting] ?? declared.settings[setting]?.default ?? `development-${setting}`,
  ]);
  return { ...Object.fromEntries(values), PUBSUB_EMULATOR_HOST: addresses.pubsub };
}

function namesOf({ settings, secrets }: ManifestFunction): string[] {
  return [...Object.keys(settings), ...Object.keys(secrets)];
}
