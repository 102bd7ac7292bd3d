import { functionsOf } from "../../../local/runner/functions/handlers.ts";
import { SWEEP } from "../../../functions/runtime/sweep/sweep.ts";
import { listIn, textIn, textsIn } from "../../json.ts";
import { defineCheck } from "../check.ts";
import type { ManifestFunction } from "../../../bundler/write/manifest.ts";
import { type Grant, onSubscription, onTopic, OWNERS, type Who } from "../grant.ts";
import { handled, kept } from "../pubsub.ts";
import { isUnchecked, pathOf } from "./open.ts";
import { accountOf, pauseRoleOf, type World } from "../world.ts";

interface Seen {
  readonly grant: Grant;
  readonly isGranted: boolean;
}

const LACKING = {
  says: ({ grant }: Seen) => `lacks ${grant.role} for ${grant.account}: ${grant.otherwise}`,
  todo:
    "deploy: npm run deploy -- plan, then apply; what was made anew by hand has lost its grants, and a policy of your organisation may " +
    "take some away (docs/deploy.md)",
};

/** Each role that an account needs, granted on the resource or on the whole project. */
export const grants = defineCheck<Seen>({
  name: "grants",
  asks: "May Pub/Sub's agent, the push account and each function do what they have to?",
  subjects: (world) =>
    grantsOf(world).map((grant) => ({
      name: grant.on,
      ask: async () => {
        const policy = await world.google.policy(grant.api, grant.path, grant.permission);
        // A missing resource is reported by its own check.
        if (policy === undefined) return undefined;
        const isGranted = holds(policy, grant) || holds(await policyOfProject(world), grant);
        return { grant, isGranted: isGranted || (await isNeedless(world, grant)) };
      },
    })),
  rules: [
    { ...LACKING, harm: "will lose", when: ({ isGranted, grant }) => !isGranted && grant.isForSpeed !== true },
    { ...LACKING, harm: "worth knowing", when: ({ isGranted, grant }) => !isGranted && grant.isForSpeed === true },
  ],
});

const EVERYBODY = "allUsers";

/** A conditional binding has another name in the answer, and does not count. */
function holds(policy: unknown, { role, wider, account }: Grant): boolean {
  const roles = [role, ...wider];
  const bindings = listIn(policy, "bindings").filter((binding) => roles.includes(textIn(binding, "role")));
  const member = account === EVERYBODY ? account : `serviceAccount:${account}`;
  return bindings.some((binding) => textsIn(binding, "members").includes(member));
}

/** A source may be open without a role. */
async function isNeedless(world: World, { account, path }: Grant): Promise<boolean> {
  return account === EVERYBODY && (await isUnchecked(world, path));
}

function policyOfProject({ google, project }: World): Promise<unknown> {
  return google.policy("cloudresourcemanager", `/v1/projects/${project}`, "resourcemanager.projects.getIamPolicy");
}

function grantsOf(world: World): Grant[] {
  return [agentGrants, callers, pullers, sweepers, pausers, counters, publishers, secretReaders].flatMap((some) =>
    some(world),
  );
}

/**
 * Without both grants Pub/Sub neither counts attempts nor gives up:
 * https://cloud.google.com/pubsub/docs/dead-letter-topics
 */
function agentGrants(world: World): Grant[] {
  const account = `service-${world.projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;
  const otherwise = "Pub/Sub never gives up on a message, and it expires undelivered after 31 days";
  return handled(world).flatMap(([name, { deadLetterPolicy }]) => [
    onSubscription(world, name, { account, otherwise }),
    onTopic(world, deadLetterPolicy?.topic ?? "", { account, otherwise }),
  ]);
}

function callers(world: World): Grant[] {
  return Object.entries(functionsOf(world.manifest)).flatMap(([name, { kind }]) => {
    const service = world.functions.get(name);
    if (service === undefined) return [];
    return [
      {
        on: `service ${service.name}`,
        api: "run" as const,
        path: pathOf(world, service),
        permission: "run.services.getIamPolicy",
        role: "roles/run.invoker",
        wider: ["roles/run.admin", "roles/run.developer", ...OWNERS],
        ...callerOf(kind, world),
      },
    ];
  });
}

/** Senders have no account at Google. */
function callerOf(kind: ManifestFunction["kind"], world: World): Who {
  if (kind === "source")
    return { account: EVERYBODY, otherwise: "its sender is answered 403, and gives up in the end" };
  return kind === "handler"
    ? {
        account: accountOf(world, `${world.prefix}ycat-push`),
        otherwise: "each push is answered 403, and events end as dead letters",
      }
    : {
        account: accountOf(world, `${world.prefix}ycat-schedule`),
        otherwise: "nobody calls it, and events wait until they expire",
      };
}

function pullers(world: World): Grant[] {
  return handled(world).flatMap(([name, { pull = "" }]) => {
    const puller = world.functions.get(pull);
    const otherwise = "it can't fetch, and events wait until they expire";
    return puller === undefined ? [] : [onSubscription(world, name, { account: puller.account, otherwise })];
  });
}

/** terraform/sweep.tf */
function sweepers(world: World): Grant[] {
  const sweep = world.functions.get(SWEEP);
  if (sweep === undefined) return [];
  const otherwise = "the sweep can't look for what was sent, and what a system has dropped is not noticed";
  return kept(world)
    .filter(([, { topic }]) => world.manifest.topics[topic]?.kind === "sent")
    .map(([name]) => onSubscription(world, name, { account: sweep.account, otherwise }));
}

/** terraform/keeper.tf */
function pausers(world: World): Grant[] {
  const role = pauseRoleOf(world);
  const keeper = world.functions.get("keeper");
  if (keeper === undefined) return [];
  const push = accountOf(world, `${world.prefix}ycat-push`);
  return [
    ...handled(world).flatMap(([name, { push: pushed, pull }]) => {
      const handler = world.functions.get(pushed ?? pull ?? "");
      const own = {
        account: handler?.account ?? "",
        otherwise: "it can't pause itself, and an outage makes dead letters",
      };
      const resumes = { account: keeper.account, otherwise: "what is paused is not resumed" };
      return (handler === undefined ? [resumes] : [own, resumes]).map((who) => ({
        ...onSubscription(world, name, who),
        role,
      }));
    }),
    {
      on: `account ${push}`,
      api: "iam",
      path: `/v1/projects/${world.project}/serviceAccounts/${push}`,
      permission: "iam.serviceAccounts.getIamPolicy",
      role: "roles/iam.serviceAccountUser",
      wider: OWNERS,
      account: keeper.account,
      otherwise: "the keeper can't give back a push configuration, and nothing is resumed",
    },
  ];
}

/** terraform/keeper.tf: only Monitoring tells how many messages wait. */
function counters({ functions, manifest, project }: World): Grant[] {
  const keeper = functions.get("keeper");
  const isCounting = Object.values(manifest.functions).some(({ dailyCalls }) => dailyCalls !== undefined);
  if (keeper === undefined || !isCounting || keeper.settings["ALLOWANCE_BACKLOG"] === "0") return [];
  return [
    {
      on: `project ${project}`,
      api: "cloudresourcemanager",
      path: `/v1/projects/${project}`,
      permission: "resourcemanager.projects.getIamPolicy",
      role: "roles/monitoring.viewer",
      wider: ["roles/monitoring.editor", "roles/monitoring.admin", "roles/viewer", ...OWNERS],
      account: keeper.account,
      otherwise: "what waits for a spent allowance goes on below the percent alone, not where what is left covers it",
      isForSpeed: true,
    },
  ];
}

function publishers(world: World): Grant[] {
  return Object.entries(functionsOf(world.manifest)).flatMap(([name, { kind, publishes }]) => {
    const publisher = world.functions.get(name);
    if (publisher === undefined) return [];
    const otherwise = (topic: string) => {
      if (kind === "source") return "it answers 5xx to its sender, who gives up in the end";
      return world.manifest.topics[topic]?.kind === "sent"
        ? "what it sends is not noted, and what a system has dropped is not noticed"
        : "what it gives up on is tried until it expires";
    };
    return publishes.map((topic) => onTopic(world, topic, { account: publisher.account, otherwise: otherwise(topic) }));
  });
}

function secretReaders(world: World): Grant[] {
  return Object.entries(functionsOf(world.manifest)).flatMap(([name]) => {
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
