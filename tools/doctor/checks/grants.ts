import { listIn, textIn, textsIn } from "../../deploy/json.ts";
import { defineCheck } from "../check.ts";
import { handled } from "../pubsub.ts";
import { accountOf, type Api, type World } from "../world.ts";

interface Grant {
  readonly on: string;
  readonly api: Api;
  readonly path: string;
  readonly permission: string;
  readonly role: string;
  /** Those that hold it too. */
  readonly wider: readonly string[];
  readonly account: string;
  readonly otherwise: string;
}

interface Seen {
  readonly grant: Grant;
  readonly isGranted: boolean;
}

const OWNERS = ["roles/editor", "roles/owner"];
const PUBSUB = ["roles/pubsub.editor", "roles/pubsub.admin", ...OWNERS];

/** Each role that somebody needs on something, on that thing or in the whole project. */
export const grants = defineCheck<Seen>({
  name: "grants",
  asks: "May Pub/Sub's agent, the push account and each function do what they have to?",
  subjects: (world) =>
    grantsOf(world).map((grant) => ({
      name: grant.on,
      ask: async () => {
        const policy = await world.google.get(grant.api, `${grant.path}:getIamPolicy`, grant.permission);
        // What is not there is told where it is looked for.
        if (policy === undefined) return undefined;
        return { grant, isGranted: holds(policy, grant) || holds(await world.google.projectPolicy(), grant) };
      },
    })),
  rules: [
    {
      harm: "will lose",
      when: ({ isGranted }) => !isGranted,
      says: ({ grant }) => `lacks ${grant.role} for ${grant.account}: ${grant.otherwise}`,
      todo: "deploy: npm run deploy -- plan, then apply; what was made anew by hand has lost its grants",
    },
  ],
});

/** A binding with a condition is answered under a name of its own, and counts for none. */
function holds(policy: unknown, { role, wider, account }: Grant): boolean {
  const roles = [role, ...wider];
  const bindings = listIn(policy, "bindings").filter((binding) => roles.includes(textIn(binding, "role")));
  return bindings.some((binding) => textsIn(binding, "members").includes(`serviceAccount:${account}`));
}

function grantsOf(world: World): Grant[] {
  return [...agentGrants(world), ...callers(world), ...pullers(world), ...publishers(world), ...secretReaders(world)];
}

/** Without both Pub/Sub neither counts attempts nor gives up: https://cloud.google.com/pubsub/docs/dead-letter-topics */
function agentGrants(world: World): Grant[] {
  const account = `service-${world.projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;
  const otherwise = "Pub/Sub never gives up on a message, and it expires undelivered after 31 days";
  return handled(world).flatMap(([name, { deadLetterPolicy }]) => [
    onSubscription(world, name, { account, otherwise }),
    onTopic(world, deadLetterPolicy?.topic ?? "", { account, otherwise }),
  ]);
}

function callers(world: World): Grant[] {
  return Object.entries(world.manifest.functions).flatMap(([name, { kind }]) => {
    const service = world.functions.get(name);
    if (service === undefined || kind === "source") return [];
    const caller = kind === "batch" ? "ycat-schedule" : "ycat-push";
    const path = `/v2/projects/${world.project}/locations/${service.region}/services/${service.name}`;
    return [
      {
        on: `service ${service.name}`,
        api: "run" as const,
        path,
        permission: "run.services.getIamPolicy",
        role: "roles/run.invoker",
        wider: ["roles/run.admin", "roles/run.developer", ...OWNERS],
        account: accountOf(world, `${world.prefix}${caller}`),
        otherwise:
          kind === "batch"
            ? "nobody calls it, and events wait until they expire"
            : "each push is answered 403, and events end as dead letters",
      },
    ];
  });
}

function pullers(world: World): Grant[] {
  return handled(world).flatMap(([name, { pull = "" }]) => {
    const puller = world.functions.get(pull);
    const otherwise = "it can't fetch, and events wait until they expire";
    return puller === undefined ? [] : [onSubscription(world, name, { account: puller.account, otherwise })];
  });
}

function publishers(world: World): Grant[] {
  return Object.entries(world.manifest.functions).flatMap(([name, { kind, publishes }]) => {
    const publisher = world.functions.get(name);
    if (publisher === undefined) return [];
    const otherwise =
      kind === "source"
        ? "it answers 5xx to its sender, who gives up in the end"
        : "what it gives up on is tried until it expires";
    return publishes.map((topic) => onTopic(world, topic, { account: publisher.account, otherwise }));
  });
}

function secretReaders(world: World): Grant[] {
  return Object.keys(world.manifest.functions).flatMap((name) => {
    const reader = world.functions.get(name);
    if (reader === undefined) return [];
    return [...reader.secrets.values()].map(({ secret }) => ({
      on: `secret ${secret}`,
      api: "secretmanager" as const,
      path: `/v1/projects/${world.project}/secrets/${secret}`,
      permission: "secretmanager.secrets.getIamPolicy",
      role: "roles/secretmanager.secretAccessor",
      wider: ["roles/secretmanager.admin", "roles/owner"],
      account: reader.account,
      otherwise: `no new instance of ${reader.name} starts`,
    }));
  });
}

type Who = Pick<Grant, "account" | "otherwise">;

function onSubscription({ project, prefix }: World, name: string, who: Who): Grant {
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

function onTopic({ project, prefix }: World, name: string, who: Who): Grant {
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
