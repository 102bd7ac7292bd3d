import type { Api, World } from "./world.ts";

export interface Grant {
  readonly on: string;
  readonly api: Api;
  readonly path: string;
  readonly permission: string;
  readonly role: string;
  /** Roles that include it. */
  readonly wider: readonly string[];
  readonly account: string;
  readonly otherwise: string;
  /** Without it something is late, but nothing is lost. */
  readonly isForSpeed?: boolean;
}

export const OWNERS = ["roles/editor", "roles/owner"];
const PUBSUB = ["roles/pubsub.editor", "roles/pubsub.admin", ...OWNERS];

export type Who = Pick<Grant, "account" | "otherwise">;

export function onSubscription({ project, prefix }: World, name: string, who: Who): Grant {
  return {
    on: `subscription ${prefix}${name}`,
    api: "pubsub",
    path: `/v1/projects/${project}/subscriptions/${prefix}${name}`,
    permission: "pubsub.subscriptions.getIamPolicy",
    role: "roles/pubsub.subscriber",
    wider: PUBSUB,
    ...who,
  };
}

export function onTopic({ project, prefix }: World, name: string, who: Who): Grant {
  return {
    on: `topic ${prefix}${name}`,
    api: "pubsub",
    path: `/v1/projects/${project}/topics/${prefix}${name}`,
    permission: "pubsub.topics.getIamPolicy",
    role: "roles/pubsub.publisher",
    wider: PUBSUB,
    ...who,
  };
}
