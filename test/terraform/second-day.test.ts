import { beforeAll, describe, expect, it } from "@jest/globals";
import { batchHandler, handler, manifestWith, source, sweptHandler } from "./manifests.ts";
import { applyAndPlanAgain, declare, hindrance, plansOf, type Resource, secretValue } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

const ofAllKinds = manifestWith(
  source("app"),
  handler("form-submitted", "form.submitted"),
  batchHandler("import-people", "people.imported"),
);
/** Every kind of resource, each but few times: this is applied, planned twice and destroyed. */
const ofAllResources = manifestWith(
  source("app", { urlCheck: true, publishes: ["form.submitted", "webhook.rejected"] }),
  source("customerio", { addressRanges: ["192.0.2.0/24"] }),
  sweptHandler("form-submitted", "form.submitted"),
  handler("invoice-paid", "invoice.paid", { dailyCalls: { salesforce: 4 } }),
  batchHandler("import-people", "people.imported"),
);
const isPubSub = ({ type }: Resource) => type === "google_pubsub_topic" || type === "google_pubsub_subscription";

describeTerraform("what is protected", () => {
  it.each([
    ["the real manifest", undefined],
    ["all kinds of functions", ofAllKinds],
  ])("has no topic or subscription that a change may destroy, with %s", async (_name, manifest) => {
    // What is noted for the sweep is no event: it goes with the sweep.
    const resources = (await declare(manifest, { protected: true })).resources.filter(
      (one) => isPubSub(one) && one.name !== "sent",
    );
    expect(resources.length).toBeGreaterThan(5);
    expect(resources.filter(({ values }) => values.deletion_policy !== "PREVENT")).toEqual([]);
  });

  it("can't be destroyed, and that is refused before anything is", async () => {
    // A test destroys in the end what it has declared.
    const destroyed = applyAndPlanAgain(manifestWith(source("app")), { protected: true });
    await expect(destroyed).rejects.toThrow(/^Instance cannot be destroyed: .*terraform_data\.protected\["topics"\]/);
  });
});

describeTerraform("what is applied", () => {
  let text: string;
  beforeAll(async () => {
    text = await applyAndPlanAgain(ofAllResources);
  }, 240_000);

  it("is not planned again, with the secrets' values or without", async () => {
    const plans = plansOf(text);
    const changed = plans.map((changes) =>
      changes.filter(({ change }) => change.actions.join() !== "no-op").map(({ address }) => address),
    );
    expect(changed).toEqual([[], []]);
    const { resources } = await declare(undefined, { protected: true }); // as above
    const isThere = plans.map((changes) => new Set(changes.map(({ type, name }) => `${type}.${name}`)));
    const others = resources
      .map(({ type, name }) => `${type}.${name}`)
      .filter((one) => !isThere.every((of) => of.has(one)));
    expect([...new Set(others)]).toEqual(["terraform_data.protected"]); // for it could not be destroyed
  });

  it("has no secret's value in its state", () => {
    expect(text).toContain("google_secret_manager_secret_version.main");
    expect(text).not.toContain(secretValue);
  });
});

const key = "projects/acme-keys/locations/europe-west1/keyRings/ycat/cryptoKeys/ycat";
// Declared once for two tests: it takes seconds.
const both = { kms_key: key, egress: { network: "acme", subnetwork: "ycat" } };
const none = { kms_key: null, egress: null };

describeTerraform("egress", () => {
  it.each([
    ["all but sources", both],
    ["nothing", none],
  ])("sends %s through the network that it names", async (_what, variables) => {
    const { resources } = await declare(ofAllKinds, variables);
    const functions = resources.filter(({ type }) => type === "google_cloudfunctions2_function");
    const wayOf = ({ values }: Resource) => {
      const [{ direct_vpc_egress: which, direct_vpc_network_interface: interfaces }] = values.service_config;
      return interfaces.map(({ network, subnetwork }: Record<string, string>) => ({ which, network, subnetwork }));
    };
    const all = variables.egress === null ? [] : [{ which: "VPC_EGRESS_ALL_TRAFFIC", ...variables.egress }];
    expect(functions.length).toBeGreaterThan(3);
    expect(functions.map(wayOf)).toEqual(functions.map(({ name }) => (name === "source" ? [] : all)));
  });
});

describeTerraform("kms_key", () => {
  /** Where each type names its key; undefined where it could and doesn't. */
  const keyOf: Readonly<Record<string, (values: Resource["values"]) => string | undefined>> = {
    google_artifact_registry_repository: (values) => values.kms_key_name,
    google_cloudfunctions2_function: (values) => values.kms_key_name,
    google_pubsub_topic: (values) => values.kms_key_name,
    google_secret_manager_secret: ({
      replication: [
        {
          user_managed: [
            {
              replicas: [replica],
            },
          ],
        },
      ],
    }) => replica.customer_managed_encryption[0]?.kms_key_name,
    google_storage_bucket: (values) => values.encryption[0]?.default_kms_key_name,
  };

  it.each([
    ["encrypts", key],
    ["leaves to Google", null],
  ])("%s all that can be encrypted", async (_what, kms_key) => {
    const { resources } = await declare(ofAllKinds, kms_key === null ? none : both);
    const keys = resources.flatMap(({ type, values }) =>
      keyOf[type] === undefined ? [] : [`${type} ${keyOf[type](values) || null}`],
    );
    expect([...new Set(keys)].sort()).toEqual(Object.keys(keyOf).map((type) => `${type} ${kms_key}`));
  });
});
