import { memberOf, textIn } from "../json.ts";
import { lostMessages } from "./lost-messages.ts";
import { forgottenValues, lostSecrets } from "./lost-secrets.ts";
import { isLost, type Plan } from "./plan.ts";

/**
 * What would be lost irrecoverably: what it is, whose, and what to do instead. Google's own protection covers less, and
 * acts only in the middle of an apply.
 * @param given the secrets that have a value in this plan
 */
export function refusalsOf(plan: Plan, given: readonly string[] = []): string[] {
  const ofCopy = otherCopy(plan);
  // With another copy's variables everything else would be lost too; those messages would only distract.
  if (ofCopy.length > 0) return ofCopy;
  return [...lostMessages(plan), ...lostAddress(plan), ...lostSecrets(plan), ...forgottenValues(plan, given)];
}

const IDENTITY = ["project", "prefix", "region"] as const;
const OTHER_COPY =
  "is a -var-file, TF_DATA_DIR or a workspace missing, or another copy's? " +
  "None of project, prefix and region can be changed: a copy elsewhere has a state of its own.";

/** Since its first apply, a state records its copy. Older states are recognised by the bucket's name and location. */
function otherCopy(plan: Plan): string[] {
  const copy = plan.changes.find(({ kind }) => kind === "terraform_data.copy");
  const remembered = memberOf(copy?.before, "output") ?? plan;
  const told = (values: unknown) => IDENTITY.map((name) => `${name} "${textIn(values, name)}"`).join(", ");
  if (told(remembered) !== told(plan)) {
    return [`This state is that of ${told(remembered)}, and the plan is for ${told(plan)}: ${OTHER_COPY}`];
  }
  return plan.changes
    .filter((change) => change.kind === "google_storage_bucket.bundle" && isLost(change))
    .map(
      ({ before }) =>
        `The bucket of deployed bundles, ${textIn(before, "name")} in ${textIn(before, "location")}, ` +
        `would be lost: the plan is for ${told(plan)}: ${OTHER_COPY}`,
    );
}

function lostAddress({ changes }: Plan): string[] {
  const certificate = changes.find(({ kind }) => kind === "google_compute_managed_ssl_certificate.main");
  const domain = textIn(certificate?.before, "managed", 0, "domains", 0) || "the domain";
  return changes
    .filter((change) => change.kind === "google_compute_global_address.main" && isLost(change))
    .map(
      ({ before }) =>
        `The load balancer's address ${textIn(before, "address")}, which ${domain} points to, would ` +
        "go back to Google, and every sender's webhooks with it: keep domain set (is a -var-file missing?), and at " +
        "least one source. Should the address really go, terraform -chdir=terraform apply takes it.",
    );
}
