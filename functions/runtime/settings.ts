import type { SettingSpecification } from "./define/client.ts";
import { SettingError } from "./define/errors.ts";
import { allowanceSettings } from "./outage/allowance.ts";
import { pausingSettings } from "./outage/settings.ts";
import type { SignatureScheme } from "./signatures/scheme.ts";
import { pastedFault, unquoted } from "./define/pasted.ts";
import { tracingSettings } from "./traces/settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What every function needs; Terraform and the local runner set these. */
export const platformSettings = {
  GOOGLE_CLOUD_PROJECT: { description: "the project whose Pub/Sub topics are published to" },
  PREFIX: {
    description: "stands before every topic's and subscription's name, so that several copies share a project",
    default: "",
  },
  VERSION: { description: "which build runs, for its log lines: the hash in its bundle's name", default: "" },
} satisfies Record<string, SettingSpecification>;

/** What every handler needs besides. */
export const handlerSettings = {
  ...platformSettings,
  ...pausingSettings,
  ...allowanceSettings,
  MAX_INSTANCES: {
    description: "how many instances the handler may have, for limits that they keep together; Terraform knows",
    default: "1",
  },
  ...tracingSettings,
  LOG_HASH_KEY: { description: "keys the hash that stands for a person in logs", secret: "log-hash-key" },
} satisfies Record<string, SettingSpecification>;

/** What a source needs besides. */
export function sourceSettings(source: string) {
  return {
    ...platformSettings,
    ...tracingSettings,
    PUBLIC_URL: {
      description: `where ${source} sends its webhooks; only a sender that signs the URL too needs it`,
      default: "",
    },
    SIGNING_SECRETS: {
      description: `the secrets that ${source} signs its webhooks with, one per line, newest first`,
      secret: source,
    },
  } satisfies Record<string, SettingSpecification>;
}

/**
 * Reads settings from the environment, once, when an instance starts.
 * @throws SettingError that names every missing setting and where to set it.
 */
export function readSettings<Name extends string>(
  specifications: Readonly<Record<Name, SettingSpecification>>,
  environment: Environment,
): Record<Name, string> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, specification] of Object.entries<SettingSpecification>(specifications)) {
    const given = environment[name] ?? "";
    // A secret may contain line breaks. An empty variable is how deployments omit one.
    const value = (specification.secret === undefined ? unquoted(given) : given) || specification.default;
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

const FEWEST_CHARACTERS = 16;

/**
 * The keys in a secret's value: one per line, newest first, so that a sender's secret can be rotated. A public key may
 * be PEM, which spans several lines.
 * @throws SettingError that names the line and repeats nothing of it.
 */
export function readKeys(value: string, scheme: SignatureScheme): Buffer[] {
  const secrets = [...value.matchAll(/-----BEGIN [^-]+-----[^]*?-----END [^-]+-----|\S.*/g)];
  if (secrets.length === 0) throw new SettingError("SIGNING_SECRETS holds no secret");
  return secrets.map(({ 0: text, index }) => {
    try {
      return readKey(text.replaceAll(/[\u200b-\u200d\u2060]/g, "").trim(), scheme);
    } catch (error) {
      const line = value.slice(0, index).split("\n").length;
      throw new SettingError(
        `SIGNING_SECRETS: line ${line} ${error instanceof SettingError ? error.message : "is malformed"}`,
        { cause: error },
      );
    }
  });
}

function readKey(secret: string, scheme: SignatureScheme): Buffer {
  const fault = pastedFault(secret);
  if (fault !== undefined) throw new SettingError(fault);
  if (/^[[{"}\]]/.test(secret))
    throw new SettingError("looks like JSON: the secrets themselves are expected, one per line, newest first");
  if (/^https?:\/\//i.test(secret))
    throw new SettingError("is an address: the secret that its sender signs with is expected");
  if (/^\S{16,}\\n\S{16,}$/.test(secret))
    throw new SettingError("has \\n in it as two characters: each secret has a line of its own");
  const [one = "", other = "", ...more] = secret.split(/[,;]\s*/);
  if (one.length >= FEWEST_CHARACTERS && one.length === other.length && more.length === 0)
    throw new SettingError("looks like two secrets with a comma between: each has a line of its own, newest first");
  const key = scheme.key(secret);
  if (secret.length < FEWEST_CHARACTERS)
    throw new SettingError(`is too short for a secret: at least ${FEWEST_CHARACTERS} characters are expected`);
  return key;
}

/**
 * The source's public URL, for schemes that sign it. Never taken from a request, where anybody can write anything.
 * @throws SettingError when the scheme needs a URL and it is missing or malformed.
 */
export function readPublicUrl(value: string, { name, signsUrl }: SignatureScheme): string {
  if (value === "" && !signsUrl) return "";
  if (value === "")
    throw new SettingError(
      `PUBLIC_URL is not set: ${name} signs the URL that it sends webhooks to. terraform/ sets it where there is a domain.`,
    );
  if (!/^https?:\/\/[^/?#\s]+\/[^?#\s]*$/.test(value) || !URL.canParse(value))
    throw new SettingError("PUBLIC_URL is not of the form https://example.com/webhooks/NAME, without a query");
  return value;
}

/**
 * The URL that a request was sent to. Only the query is taken from the request itself, and a slash after the path,
 * which the load balancer also accepts.
 */
export function withQueryOf(requestUrl: string, publicUrl: string): string {
  const start = requestUrl.indexOf("?");
  const [path, query] = start < 0 ? [requestUrl, ""] : [requestUrl.slice(0, start), requestUrl.slice(start)];
  const hasSlash = publicUrl !== "" && path === `${new URL(publicUrl).pathname}/`;
  return publicUrl + (hasSlash ? "/" : "") + query;
}
