import type { SettingSpecification } from "./define/client.ts";
import { SettingError } from "./define/errors.ts";
import type { SignatureScheme } from "./signatures/signature.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What every function needs; Terraform and the local runner set these. */
export const platformSettings = {
  GOOGLE_CLOUD_PROJECT: { description: "the project whose Pub/Sub topics are published to" },
  PREFIX: {
    description: "stands before every topic's and subscription's name, so that several copies share a project",
    default: "",
  },
} satisfies Record<string, SettingSpecification>;

/** What every handler needs besides. */
export const handlerSettings = {
  ...platformSettings,
  LOG_HASH_KEY: { description: "keys the hash that stands for a person in logs", secret: "log-hash-key" },
} satisfies Record<string, SettingSpecification>;

/** The setting that holds a source's signing secrets. */
export function signingSecrets(source: string): SettingSpecification {
  return {
    description: `the secrets that ${source} signs its webhooks with, one per line, newest first`,
    secret: source,
  };
}

/**
 * Reads settings from the environment: once, when an instance starts.
 * @throws SettingError that names every missing one and where to set it.
 */
export function readSettings<Name extends string>(
  specifications: Readonly<Record<Name, SettingSpecification>>,
  environment: Environment,
): Record<Name, string> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, specification] of Object.entries<SettingSpecification>(specifications)) {
    const value = environment[name] || specification.default; // empty is how deployments leave a variable out
    if (value === undefined) missing.push(describe(name, specification));
    else values[name] = value;
  }
  if (missing.length > 0) throw new SettingError(missing.join("\n"));
  return values;
}

function describe(name: string, { description, secret }: SettingSpecification): string {
  const where =
    secret === undefined ? "an environment variable of the function" : `from the secret "${secret}" in Secret Manager`;
  return `${name} is not set: ${description}. It is ${where}; terraform/ sets it, and npm start sets a development value.`;
}

/** The keys in a secret's value: one secret per line, newest first, so that a sender's secret can be rotated. */
export function readKeys(value: string, scheme: SignatureScheme): Buffer[] {
  const secrets = value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (secrets.length === 0) throw new SettingError("SIGNING_SECRETS holds no secret");
  return secrets.map((secret, index) => {
    try {
      return scheme.key(secret);
    } catch (error) {
      throw new SettingError(
        `SIGNING_SECRETS: line ${index + 1} ${error instanceof Error ? error.message : "is malformed"}`,
        { cause: error },
      );
    }
  });
}
