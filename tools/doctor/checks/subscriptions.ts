import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import type { ManifestSubscription } from "../../../bundler/write/subscriptions.ts";
import { memberOf, textIn } from "../../json.ts";
import { DEPLOY, defineCheck, type Rule } from "../check.ts";
import { handled, readSubscription, seconds, kept } from "../pubsub.ts";
import { accountOf, type DeployedFunction, type World } from "../world.ts";

interface Seen {
  readonly answer: unknown;
  readonly wanted: ManifestSubscription;
  readonly taker: DeployedFunction | undefined;
  readonly world: World;
  readonly isPaused: boolean;
}

const RESTORE = "npm run deploy -- plan, then apply: both give it back what Terraform declares";
export const RETENTION_SECONDS = 31 * 86_400;
/** Older events start no campaign and are not sent again. */
const NOTED_SECONDS = 3 * 86_400;

/** Rules for every subscription. */
const keeping: readonly Rule<{
  readonly answer: unknown;
  readonly wanted: ManifestSubscription;
  readonly world: World;
}>[] = [
  {
    harm: "loses data",
    when: ({ answer }) => memberOf(answer, "detached") === true,
    says: () => "is detached from its topic: what is published does not reach it",
    todo: "delete it, and deploy: it is made anew; docs/deploy.md says how to seek it back",
  },
  {
    harm: "loses data",
    when: ({ answer, wanted, world }) =>
      topicOf(answer) !== `projects/${world.project}/topics/${world.prefix}${wanted.topic}`,
    says: ({ answer }) => `is of ${topicOf(answer) || "no topic"}, and not of its own`,
    todo: "delete it, and deploy: it is made anew; docs/deploy.md says how to seek it back",
  },
  {
    harm: "loses data",
    when: ({ answer }) => textIn(answer, "filter") !== "",
    says: ({ answer }) => `has a filter (${textIn(answer, "filter")}): what does not match is gone`,
    todo: "delete it, and deploy: it is made anew; a filter can't be taken away",
  },
  {
    harm: "will lose",
    when: ({ answer }) => memberOf(answer, "expirationPolicy") === undefined || ttlOf(answer) !== "",
    says: ({ answer }) =>
      `expires after ${ttlOf(answer) || "31 days"} without anybody taking from it, with all that it holds`,
    todo: RESTORE,
  },
  {
    harm: "will lose",
    when: ({ answer, ...seen }) => retentionOf(answer) < wantedRetention(seen),
    says: ({ answer, ...seen }) =>
      `keeps what waits for ${Math.floor(retentionOf(answer) / 86_400)} days, and not for ${wantedRetention(seen) / 86_400}`,
    todo: RESTORE,
  },
];

export const subscriptions = defineCheck<Seen>({
  name: "subscriptions",
  asks: "Is each handler's subscription as the manifest says?",
  subjects: (world) =>
    handled(world).map(([name, wanted]) => ({
      name: `subscription ${world.prefix}${name}`,
      ask: async () => {
        const answer = await readSubscription(world, name);
        const taker = world.functions.get(wanted.push ?? wanted.pull ?? "");
        const isPaused = pauseOf(Object(answer), wanted.push !== undefined) !== undefined;
        return answer === undefined ? undefined : { answer, wanted, taker, world, isPaused };
      },
    })),
  missing: {
    harm: "loses data",
    says: () => "is not there: its handler is sent nothing, and events are kept by their topic alone, for seven days",
    todo: "deploy, and seek it back to when it went: docs/deploy.md#changing-ordered",
  },
  rules: [
    ...keeping,
    {
      harm: "will lose",
      when: ({ answer }) => textIn(answer, "state") === "RESOURCE_ERROR",
      says: () => "is in RESOURCE_ERROR: Pub/Sub can't deliver from it",
      todo: "look at it in the Google Cloud console, which says why; then deploy",
    },
    {
      harm: "will lose",
      when: ({ answer }) => textIn(answer, "deadLetterPolicy", "deadLetterTopic") === "",
      says: () =>
        "has no dead-letter policy: what its handler can't handle is delivered until it expires, and is gone then",
      todo: RESTORE,
    },
    {
      harm: "will lose",
      when: ({ answer, wanted, world }) => {
        const topic = textIn(answer, "deadLetterPolicy", "deadLetterTopic");
        return topic !== "" && !topic.endsWith(`/topics/${world.prefix}${wanted.deadLetterPolicy?.topic}`);
      },
      says: ({ answer }) => `gives up to ${textIn(answer, "deadLetterPolicy", "deadLetterTopic")}, where nobody looks`,
      todo: RESTORE,
    },
    {
      harm: "will lose",
      when: ({ answer, wanted }) => (memberOf(answer, "enableMessageOrdering") === true) !== wanted.ordered,
      says: ({ wanted }) =>
        `is ${wanted.ordered ? "not ordered: a person's events may overtake one another" : "ordered"}, and the manifest says otherwise`,
      todo: "it can't be changed in place: docs/deploy.md#changing-ordered",
    },
    {
      harm: "will lose",
      when: ({ answer, wanted, isPaused, taker }) =>
        wanted.push !== undefined && !isPaused && taker !== undefined && endpointOf(answer) !== taker.uri,
      says: ({ answer }) => `pushes to ${endpointOf(answer)}, which is not its handler: attempts are spent there`,
      todo: RESTORE,
    },
    {
      harm: "will lose",
      when: ({ answer, wanted, isPaused, taker }) =>
        wanted.push !== undefined && !isPaused && taker !== undefined && tokenOf(answer, "audience") !== taker.uri,
      says: ({ answer }) =>
        `pushes with a token for ${tokenOf(answer, "audience") || "nobody"}: Cloud Run answers 401, and attempts are spent`,
      todo: RESTORE,
    },
    {
      harm: "will lose",
      when: ({ answer, wanted, isPaused, world }) =>
        wanted.push !== undefined &&
        !isPaused &&
        tokenOf(answer, "serviceAccountEmail") !== accountOf(world, `${world.prefix}ycat-push`),
      says: ({ answer }) =>
        `pushes as ${tokenOf(answer, "serviceAccountEmail") || "nobody"}, who may not call the handler`,
      todo: RESTORE,
    },
    {
      harm: "will lose",
      when: ({ answer, wanted, isPaused }) =>
        wanted.push !== undefined && !isPaused && memberOf(answer, "pushConfig", "noWrapper") !== undefined,
      says: () => "pushes unwrapped payloads: its handler answers 400 to each, and attempts are spent",
      todo: RESTORE,
    },
    {
      harm: "worth knowing",
      when: ({ answer, taker, wanted }) =>
        wanted.push !== undefined && taker !== undefined && deadlineOf(answer) <= taker.timeoutSeconds,
      says: ({ answer, taker }) =>
        `is delivered again after ${deadlineOf(answer)} s, while its handler may still be at it for ${taker?.timeoutSeconds} s`,
      todo: RESTORE,
    },
    {
      harm: "worth knowing",
      when: ({ answer, wanted }) => {
        const attempts = memberOf(answer, "deadLetterPolicy", "maxDeliveryAttempts");
        return attempts !== undefined && attempts !== wanted.deadLetterPolicy?.maxDeliveryAttempts;
      },
      says: ({ answer, wanted }) =>
        `gives up after ${String(memberOf(answer, "deadLetterPolicy", "maxDeliveryAttempts"))} attempts, and not after ${wanted.deadLetterPolicy?.maxDeliveryAttempts}`,
      todo: RESTORE,
    },
    {
      harm: "worth knowing",
      when: ({ answer, wanted }) =>
        wanted.retryPolicy !== undefined &&
        seconds(textIn(answer, "retryPolicy", "maximumBackoff")) !== wanted.retryPolicy.maximumBackoffSeconds,
      says: ({ answer, wanted }) =>
        `waits ${textIn(answer, "retryPolicy", "maximumBackoff") || "not at all"} between attempts, and not up to ${wanted.retryPolicy?.maximumBackoffSeconds}s: an outage spends them sooner`,
      todo: RESTORE,
    },
  ],
});

function topicOf(answer: unknown): string {
  return textIn(answer, "topic");
}

function ttlOf(answer: unknown): string {
  return textIn(answer, "expirationPolicy", "ttl");
}

function retentionOf(answer: unknown): number {
  return seconds(textIn(answer, "messageRetentionDuration"));
}

function wantedRetention({ wanted, world }: { readonly wanted: ManifestSubscription; readonly world: World }): number {
  return world.manifest.topics[wanted.topic]?.kind === "sent" ? NOTED_SECONDS : RETENTION_SECONDS;
}

function deadlineOf(answer: unknown): number {
  return Number(memberOf(answer, "ackDeadlineSeconds"));
}

function endpointOf(answer: unknown): string {
  return textIn(answer, "pushConfig", "pushEndpoint");
}

function tokenOf(answer: unknown, member: string): string {
  return textIn(answer, "pushConfig", "oidcToken", member);
}

export const keptSubscriptions = defineCheck<{ answer: unknown; wanted: ManifestSubscription; world: World }>({
  name: "dead letters",
  asks: "Is what was given up on, quarantined or discarded kept for people?",
  subjects: (world) =>
    kept(world).map(([name, wanted]) => ({
      name: `subscription ${world.prefix}${name}`,
      ask: async () => {
        const answer = await readSubscription(world, name);
        return answer === undefined ? undefined : { answer, wanted, world };
      },
    })),
  missing: {
    harm: "loses data",
    says: () => "is not there: what is published to its topic is gone",
    todo: DEPLOY,
  },
  rules: [
    ...keeping,
    {
      harm: "will lose",
      when: ({ answer }) => textIn(answer, "pushConfig", "pushEndpoint") !== "",
      says: ({ answer }) =>
        `pushes to ${textIn(answer, "pushConfig", "pushEndpoint")}: what is taken there is gone here`,
      todo: DEPLOY,
    },
  ],
});
