import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { graph, hindrance, terraformDirectory } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

const files = (await readdir(terraformDirectory)).filter((name) => name.endsWith(".tf"));
const texts = await Promise.all(files.map((name) => readFile(join(terraformDirectory, name), "utf8")));
const blocks = texts
  .flatMap((text) => [...text.matchAll(/^resource "(\w+)" "(\w+)" \{$(.*?)^\}$/gms)])
  .map(([, type = "", name = "", body = ""]) => ({ address: `${type}.${name}`, body }));
const createdFirst = blocks
  .filter(({ body }) => body.includes("create_before_destroy = true"))
  .map(({ address }) => address)
  .sort();

/** What Google refuses to have twice under one name, and what would lose messages with it. */
const SINGLE = /^google_(?:cloudfunctions2_function|pubsub_subscription|pubsub_topic|service_account)\./;

describe("what others use", () => {
  it("goes after they have let go of it", () => {
    expect(createdFirst).toEqual([
      "google_compute_backend_service.source", // the URL map
      "google_compute_managed_ssl_certificate.main", // the proxy
      "google_compute_region_network_endpoint_group.source", // its backend service
      "google_compute_security_policy.main", // backend services
      "google_compute_security_policy_rule.main",
      "google_compute_security_policy_rule.preview",
      "google_compute_security_policy_rule.rest",
      "google_monitoring_notification_channel.main", // alert policies
      "google_secret_manager_secret_version.main", // functions
      "google_storage_bucket_object.bundle", // functions
    ]);
  });
});

describeTerraform("terraform graph", () => {
  let reached: Awaited<ReturnType<typeof graph>>;
  beforeAll(async () => {
    reached = await graph();
  });

  // Terraform passes create_before_destroy on to each that a resource depends on.
  it("passes no create_before_destroy on to what can't be there twice", () => {
    const chains = createdFirst.flatMap((address) =>
      [...reached(address)].filter((needed) => SINGLE.test(needed)).map((needed) => `${address} -> ${needed}`),
    );
    expect(chains).toEqual([]);
  });

  it.each([
    ["google_compute_security_policy_rule.main", "google_compute_security_policy_rule.preview"],
    ["google_compute_backend_service.source", "google_compute_security_policy_rule.main"],
    ["google_compute_backend_service.source", "google_compute_security_policy_rule.rest"],
    ["google_pubsub_subscription.handler", "google_cloud_run_v2_service_iam_member.push"],
    ["google_cloudfunctions2_function.source", "google_pubsub_subscription.handler"],
    ["google_cloudfunctions2_function.handler", "google_secret_manager_secret_version.main"],
    ["google_cloud_scheduler_job.main", "google_service_account_iam_member.keeper"],
  ])("makes and changes %s after %s", (later, earlier) => {
    expect([...reached(later)]).toContain(earlier);
  });
});
