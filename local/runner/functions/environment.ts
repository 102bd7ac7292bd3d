import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { Manifest, ManifestFunction } from "../../../bundler/write/manifest.ts";
import { functionsOf, handlersOf } from "./handlers.ts";
import { PROJECT } from "./topics.ts";

/** A source's local signing secret: fixed, public, and well-formed for every scheme. */
export function signingSecret(
  source: string,
  { hasKeyPair = false }: Pick<ManifestFunction, "hasKeyPair"> = {},
): string {
  if (hasKeyPair) return publicKeyOf(source);
  return `whsec_${Buffer.from(`development secret of ${source}`.padEnd(32, ".")).toString("base64")}`;
}

/** For senders with a private key of their own, the secret is its public key. */
function publicKeyOf(source: string): string {
  return createPublicKey(developmentKey(source)).export({ format: "der", type: "spki" }).toString("base64");
}

/** The private key, for development only: it is derived from this public code. */
export function privateKeyOf(source: string): Buffer {
  return developmentKey(source).export({ format: "der", type: "pkcs8" });
}

function developmentKey(source: string): KeyObject {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(createHash("sha256").update(`development key of ${source}`).digest());
  const point = pair.getPublicKey(); // 4, x, y
  const key = {
    kty: "EC",
    crv: "P-256",
    d: pair.getPrivateKey("base64url"),
    x: point.toString("base64url", 1, 33),
    y: point.toString("base64url", 33),
  };
  return createPrivateKey({ format: "jwk", key });
}

/** Settings by name. */
export type Environment = Readonly<Record<string, string>>;

/** What points a function to the stand-ins. */
export interface Addresses {
  readonly pubsub: string;
  /** All stand-ins' settings. */
  readonly settings: Environment;
}

/**
 * A function's environment: what Terraform sets in the cloud, with development values, and nothing from the shell.
 * Settings without a value get `development-NAME`.
 */
export function environmentOf(
  name: string,
  manifest: Manifest,
  { pubsub, settings }: Addresses,
  gatewayUrl?: string,
): Environment {
  const declared = functionsOf(manifest)[name];
  if (declared === undefined) throw new Error(`dist/manifest.json has no function ${name}`);
  const known: Record<string, string> = {
    GOOGLE_CLOUD_PROJECT: PROJECT,
    VERSION: /-([0-9a-f]+)\.zip$/.exec(declared.bundle)?.[1] ?? "",
    PUBLIC_URL: gatewayUrl === undefined ? "" : `${gatewayUrl}${declared.path ?? ""}`,
    SIGNING_SECRETS: signingSecret(name, declared),
    // A hundredth, like retries.
    PAUSE_WAITS: "1/9",
    SWEEP_AGE: "36",
    HANDLERS: JSON.stringify(handlersOf(manifest)),
    ...settings,
  };
  const values = [...Object.keys(declared.settings), ...Object.keys(declared.secrets)].map((setting) => [
    setting,
    known[setting] ?? declared.settings[setting]?.default ?? `development-${setting}`,
  ]);
  return { ...Object.fromEntries(values), PUBSUB_EMULATOR_HOST: pubsub };
}
