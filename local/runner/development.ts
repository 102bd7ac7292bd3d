import type { Manifest, ManifestFunction } from "../../bundler/manifest.ts";

/** The project that everything on one machine is in. */
export const PROJECT = "ycat-local";

/** A source's signing secret on one machine: fixed, public, and well-formed for every scheme. */
export function signingSecret(source: string): string {
  return `whsec_${Buffer.from(`development secret of ${source}`.padEnd(32, ".")).toString("base64")}`;
}

/** Settings by name. */
export type Environment = Readonly<Record<string, string>>;

/** What leads a function to the stand-ins. */
export interface Addresses {
  readonly pubsub: string;
  /** Every stand-in's. */
  readonly settings: Environment;
}

/**
 * A function's environment: what Terraform gives it in the cloud, with development values. Nothing of the shell's.
 * A setting that stands nowhere gets `development-NAME`.
 */
export function environmentOf(name: string, manifest: Manifest, { pubsub, settings }: Addresses): Environment {
  const declared = manifest.functions[name];
  if (declared === undefined) throw new Error(`dist/manifest.json has no function ${name}`);
  const known: Record<string, string> = {
    GOOGLE_CLOUD_PROJECT: PROJECT,
    SIGNING_SECRETS: signingSecret(name),
    ...settings,
  };
  const values = namesOf(declared).map((setting) => [
    setting,
    known[setting] ?? declared.settings[setting]?.default ?? `development-${setting}`,
  ]);
  return { ...Object.fromEntries(values), PUBSUB_EMULATOR_HOST: pubsub };
}

function namesOf({ settings, secrets }: ManifestFunction): string[] {
  return [...Object.keys(settings), ...Object.keys(secrets)];
}
