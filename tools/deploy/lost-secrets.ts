import { listIn, textIn } from "../json.ts";
import { type Change, isLost, type Plan } from "./plan.ts";

/** A sentence for each secret or version that would be removed while a function still reads it. */
export function lostSecrets({ changes }: Plan): string[] {
  const functions = changes.filter(({ type, after }) => type === "google_cloudfunctions2_function" && after !== null);
  const secrets = changes.filter(({ kind, before }) => kind === "google_secret_manager_secret.main" && before !== null);
  const versions = changes.filter(({ kind }) => kind === "google_secret_manager_secret_version.main");
  return secrets.flatMap((secret) => {
    const id = textIn(secret.before, "secret_id");
    if (isLost(secret)) return lostSecret(secret, readersOf(functions, id));
    return versions
      .filter((version) => version.key === secret.key && isLost(version))
      .flatMap(({ key, before }) => {
        const version = textIn(before, "version");
        return lostVersion(key, version, readersOf(functions, id, version));
      });
  });
}

/** Functions that read a secret after the apply. A version known only after the apply is a new one. */
function readersOf(functions: readonly Change[], secret: string, version?: string): string[] {
  const isRead = (entry: unknown) =>
    textIn(entry, "secret") === secret && (version === undefined || textIn(entry, "version") === version);
  const entriesOf = ({ after }: Change) => listIn(after, "service_config", 0, "secret_environment_variables");
  return functions.filter((change) => entriesOf(change).some(isRead)).map(({ key }) => key);
}

const IN_ORDER = "plan without -target, so that the functions change first";
const NEW_VALUE = "A new value is a higher number in secret_versions.";

function lostSecret({ key, action, replacedFor }: Change, readers: readonly string[]): string[] {
  if (readers.length === 0) return [];
  return action === "replace"
    ? [
        `The secret ${key} would be made anew (${replacedFor.join(", ")} can't be changed), and its value lost while ` +
          `it is read by ${readers.join(", ")}: leave that as it was. ${NEW_VALUE} Should it have to be, ` +
          "terraform -chdir=terraform apply does it with TF_VAR_secrets, and functions that start meanwhile fail.",
      ]
    : [`The secret ${key} would be destroyed while it is read by ${readers.join(", ")}: ${IN_ORDER}.`];
}

function lostVersion(key: string, version: string, readers: readonly string[]): string[] {
  if (readers.length === 0) return [];
  return [
    `Version ${version} of the secret ${key} would be disabled while it is read by ${readers.join(", ")}, ` +
      `which would not start any more: ${IN_ORDER}. ${NEW_VALUE}`,
  ];
}

/**
 * A sentence for each value that Terraform has stored and that is no longer there: a version counts as gone once it is
 * destroyed, and would be made anew without a value.
 * @param given the secrets that have a value in this plan
 */
export function forgottenValues({ changes }: Plan, given: readonly string[]): string[] {
  const stored = changes.filter(({ kind, action }) => kind === "terraform_data.stored" && action === "none");
  const isStored = (secret: string) => stored.some(({ key }) => key.slice(0, key.lastIndexOf("/")) === secret);
  return changes
    .filter(({ kind, action }) => kind === "google_secret_manager_secret_version.main" && action === "create")
    .filter(({ key }) => isStored(key) && !given.includes(key))
    .map(
      ({ key }) =>
        `The value of the secret ${key} is gone from Secret Manager: its version was destroyed, or the secret deleted, ` +
        `outside Terraform. export TF_VAR_secrets='{"${key}": "..."}', and plan again.`,
    );
}
