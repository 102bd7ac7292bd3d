import type { Declared, Resource } from "./terraform.ts";

/** Gives the addresses that break it. */
export type Rule = (declared: Declared) => string[];

/** How IAM calls an account; the email that a mock makes up is nobody's. */
export function memberOf(account: Resource | undefined): string | undefined {
  return account && `serviceAccount:${account.values.account_id}@acme-webhooks.iam.gserviceaccount.com`;
}

export function subscriptionsOf(declared: Declared): Resource[] {
  return Object.values(declared.of("google_pubsub_subscription.handler"));
}

export function typed({ resources }: Declared, type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

export function broken(resources: readonly Resource[], holds: (resource: Resource) => boolean): string[] {
  return resources.filter((resource) => !holds(resource)).map(address);
}

export function address({ type, name, index }: Resource): string {
  return `${type}.${name}${index === undefined ? "" : `["${index}"]`}`;
}
