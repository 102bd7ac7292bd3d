import { isDeepStrictEqual } from "node:util";
import { printable } from "../printing.ts";
import { listIn, memberOf, textIn } from "../json.ts";
import { isResumed, pausedNotes } from "./paused.ts";
import type { Change, Plan } from "./plan.ts";

/** The resources that people ask about, in this order. Others are only counted. */
const NAMED: Readonly<Record<string, string>> = {
  google_cloudfunctions2_function: "functions",
  google_pubsub_topic: "topics",
  google_pubsub_subscription: "subscriptions",
  google_cloud_scheduler_job: "schedules",
  google_secret_manager_secret_version: "secrets' values",
  google_compute_managed_ssl_certificate: "certificate",
  google_compute_security_policy_rule: "Cloud Armor's rules",
  google_monitoring_alert_policy: "alerts",
  google_monitoring_notification_channel: "who is paged",
  google_monitoring_slo: "objectives",
};
const VERBS = { create: "new", update: "changed", replace: "made anew", delete: "removed" } as const;
const MOST_NAMES = 12;

/** A plan as a few lines: what is new, changed, replaced and removed, with remarks. */
export function planLines(plan: Plan): string[] {
  const changes = plan.changes.filter((change) => change.action !== "none" && !isResumed(change));
  const paused = pausedNotes(plan);
  if (changes.length === 0) return ["Nothing changes: what is deployed is what is here.", ...paused];
  const isGrant = ({ type }: Change) => type.endsWith("_iam_member");
  return [
    ...Object.entries(NAMED).flatMap(([type, title]) =>
      line(
        title,
        changes.filter((one) => one.type === type),
        names,
      ),
    ),
    ...line("grants", changes.filter(isGrant), count),
    ...line(
      "all the rest",
      changes.filter((one) => NAMED[one.type] === undefined && !isGrant(one)),
      count,
    ),
    ...notes(changes),
    ...goneNotes(plan.gone, changes),
    ...paused,
  ];
}

type Tell = (changes: readonly Change[]) => string;

function line(title: string, changes: readonly Change[], tell: Tell): string[] {
  const parts = Object.entries(VERBS).flatMap(([action, verb]) => {
    const some = changes.filter((change) => change.action === action);
    return some.length === 0 ? [] : [`${verb} ${tell(some)}`];
  });
  return parts.length === 0 ? [] : [`${title}: ${parts.join("; ")}`];
}

const count: Tell = (changes) => String(changes.length);

const names: Tell = (changes) => {
  const all = changes.map(nameOf).sort();
  const more = all.length - MOST_NAMES;
  return more > 0 ? `${all.slice(0, MOST_NAMES).join(", ")} and ${more} more` : all.join(", ");
};

function nameOf(change: Change): string {
  const { type, key, address, action, after, before } = change;
  if (type === "google_compute_managed_ssl_certificate") return textIn(after ?? before, "managed", 0, "domains", 0);
  const name = printable(key === "" ? address : key);
  return type === "google_cloudfunctions2_function" && action === "update" ? `${name} (${reasons(change)})` : name;
}

/** Why a function is deployed again. */
function reasons({ before, after }: Change): string {
  const differs = (...path: (string | number)[]) =>
    !isDeepStrictEqual(memberOf(before, ...path), memberOf(after, ...path));
  const found = [
    ...(differs("build_config", 0, "source", 0, "storage_source", 0, "object") ? ["code"] : []),
    ...(differs("service_config", 0, "environment_variables") ? ["settings"] : []),
    ...(differs("service_config", 0, "secret_environment_variables") ? ["secrets"] : []),
  ];
  return found.length === 0 ? "resources" : found.join(", ");
}

function notes(changes: readonly Change[]): string[] {
  return changes
    .filter(({ action }) => action === "replace")
    .flatMap(({ kind, key, before, after }) => {
      if (kind === "google_pubsub_subscription.handler") {
        return [`Note: ${key}'s subscription is made anew: what came before is not in it until you seek it back.`];
      }
      if (kind !== "google_compute_managed_ssl_certificate.main") return [];
      const [old, next] = [before, after].map((values) => listIn(values, "managed", 0, "domains").join());
      return [
        `Note: ${next} takes the place of ${old}: until its A record points here and its certificate is ACTIVE, ` +
          "TLS fails for every sender.",
      ];
    });
}

/** Only the topic still has what was published since. */
function goneNotes(gone: readonly string[], changes: readonly Change[]): string[] {
  return changes
    .filter(({ kind, address }) => kind === "google_pubsub_subscription.handler" && gone.includes(address))
    .map(
      ({ key }) =>
        `Note: ${key}'s subscription was deleted outside Terraform, with what waited in it. It is made anew, and what ` +
        "was published since is not in it until you seek it back (docs/deploy.md).",
    );
}
