import { deadLetterTopic } from "../../functions/runtime/pubsub/names.ts";
import { textIn } from "../json.ts";
import { type Change, isLost, type Plan } from "./plan.ts";

const SUBSCRIPTION = "google_pubsub_subscription.handler";
const DEAD_LETTERS = "google_pubsub_subscription.dead_letter";
const GRANTS = "its dead-letter grants";

/** Resources that hold messages or let Pub/Sub move them, and their role for the handler. */
const HELD: Readonly<Record<string, string>> = {
  [SUBSCRIPTION]: "its subscription with the messages that wait for it",
  "google_pubsub_topic.event": "its topic with a week of events",
  [DEAD_LETTERS]: "its dead letters",
  "google_pubsub_topic.dead_letter": "its dead-letter topic",
  "google_pubsub_subscription_iam_member.dead_letter_forwarder": GRANTS,
  "google_pubsub_topic_iam_member.dead_letter_forwarder": GRANTS,
  "google_pubsub_topic_iam_member.dead_letter_publisher": GRANTS,
};

/**
 * A sentence for each handler that would lose something and is not retired, or was retired only since the last apply.
 */
export function lostMessages(plan: Plan): string[] {
  const lost = plan.changes.filter((change) => isLost(change) && HELD[change.kind] !== undefined);
  const ownersOf = findOwners(plan);
  const handlers = [...new Set(lost.flatMap(ownersOf))].sort();
  const lostTo = (handler: string) => lost.filter((change) => ownersOf(change).includes(handler));
  return [
    ...handlers.flatMap((handler) => lostOf(handler, lostTo(handler), plan)),
    ...lostQuarantine(lost.filter((change) => ownersOf(change).length === 0)),
  ];
}

/** The owners of a resource: a handler, several, or none, as for the quarantine. */
function findOwners({ changes }: Plan): (change: Change) => readonly string[] {
  const subscriptions = changes.filter(({ kind, before }) => kind === SUBSCRIPTION && before !== null);
  return ({ type, kind, key, before }) => {
    if (type.startsWith("google_pubsub_subscription") && kind !== DEAD_LETTERS) return [key];
    const isOwner =
      kind === "google_pubsub_topic.event"
        ? (subscription: Change) => textIn(subscription.before, "topic") === textIn(before, "id")
        : // A publisher's key is FUNCTION/TOPIC.
          (subscription: Change) => deadLetterTopic(subscription.key) === key.slice(key.indexOf("/") + 1);
    return subscriptions.filter(isOwner).map((subscription) => subscription.key);
  };
}

function lostOf(handler: string, lost: readonly Change[], { project, prefix, retired, changes }: Plan): string[] {
  const stays = changes.some(({ kind, key, after }) => kind === SUBSCRIPTION && key === handler && after !== null);
  const undo = stays ? "undo that" : `bring functions/handlers/${handler}.ts back`;
  if (retired.includes(handler)) {
    if (lost.every(({ before }) => textIn(before, "deletion_policy") !== "PREVENT")) return [];
    return [
      `${handler} is retired, but still protected, since nothing was applied after that: ${undo}, plan and ` +
        `apply, and then ${stays ? "make the change" : "delete it"} again.`,
    ];
  }
  const orphan = lost.find(({ kind, before }) => kind === SUBSCRIPTION && textIn(before, "topic") === DELETED_TOPIC);
  if (orphan !== undefined) return [orphaned(handler, { project, prefix })];
  const attributes = [...new Set(lost.flatMap(({ replacedFor }) => replacedFor))].join(", ");
  const why = attributes === "" ? "" : ` (${attributes} can't be changed)`;
  const kinds = Object.keys(HELD).filter((kind) => lost.some((change) => change.kind === kind));
  const things = [...new Set(kinds.map((kind) => HELD[kind]))].join(", ");
  return [
    `${handler} is not retired, and would lose ${things}${why}: ${undo}, and retire it first: ` +
      `npm run retire -- ${handler} --project ${project}${prefix === "" ? "" : ` --prefix ${prefix}`}`,
  ];
}

/** What a subscription names whose topic somebody has deleted: https://cloud.google.com/pubsub/docs/delete-topic */
const DELETED_TOPIC = "_deleted-topic_";

function orphaned(handler: string, { project, prefix }: Pick<Plan, "project" | "prefix">): string {
  const place = `--project ${project}${prefix === "" ? "" : ` --prefix ${prefix}`}`;
  return (
    `${handler}'s topic was deleted outside Terraform. What waits in its subscription is still delivered, and would be lost with it: ` +
    `wait until npm run status -- ${place} says that nothing waits, npm run retire -- ${handler} ${place}, ` +
    "and apply twice, as where ordered is changed (docs/deploy.md)."
  );
}

/** A source's right to publish to the quarantine disappears with the source. */
function lostQuarantine(lost: readonly Change[]): string[] {
  return lost
    .filter(({ type }) => !type.endsWith("_iam_member"))
    .map(
      ({ type, before }) =>
        `The ${type === "google_pubsub_topic" ? "topic" : "subscription"} ${textIn(before, "name")} would be lost with all ` +
        "that waits in it. It belongs to no handler that could be retired: quarantine and what was discarded stay as long as the " +
        "copy. npm run dead-letters shows what it holds.",
    );
}
