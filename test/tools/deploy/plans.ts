/** Small plans in the shape of `terraform show -json`, cut from recorded ones to what of them is read. */

interface Sample {
  readonly address: string;
  readonly values: object;
}

const id = (name: string) => `projects/acme-webhooks/${name}`;
const kept = { deletion_policy: "PREVENT" };

function handlerSamples(name: string, eventType: string): Sample[] {
  const deadLetter = `${name}.dead-letter`;
  return [
    { address: `google_cloudfunctions2_function.handler["${name}"]`, values: functionValues(name, {}) },
    {
      address: `google_pubsub_subscription.handler["${name}"]`,
      values: { ...kept, name, topic: id(`topics/${eventType}`), enable_message_ordering: true },
    },
    {
      address: `google_pubsub_subscription.dead_letter["${deadLetter}"]`,
      values: { ...kept, name: deadLetter, topic: id(`topics/${deadLetter}`) },
    },
    {
      address: `google_pubsub_topic.dead_letter["${deadLetter}"]`,
      values: { ...kept, name: deadLetter, id: id(`topics/${deadLetter}`) },
    },
    {
      address: `google_pubsub_topic_iam_member.dead_letter_forwarder["${deadLetter}"]`,
      values: { role: "roles/pubsub.publisher" },
    },
    {
      address: `google_pubsub_topic_iam_member.dead_letter_publisher["${name}/${deadLetter}"]`,
      values: { role: "roles/pubsub.publisher" },
    },
    {
      address: `google_pubsub_subscription_iam_member.dead_letter_forwarder["${name}"]`,
      values: { role: "roles/pubsub.subscriber" },
    },
  ];
}

function functionValues(name: string, secrets: Readonly<Record<string, string>>) {
  const secretVariables = Object.entries(secrets).map(([secret, version]) => ({
    key: "SIGNING_SECRETS",
    secret,
    version,
  }));
  return {
    name,
    build_config: [{ source: [{ storage_source: [{ object: `${name}-0123456789abcdef.zip` }] }] }],
    service_config: [{ environment_variables: { PREFIX: "" }, secret_environment_variables: secretVariables }],
  };
}

/** What is deployed: two handlers of one event type, a source and its secret behind a load balancer. */
export const deployed: readonly Sample[] = [
  {
    address: "terraform_data.copy",
    values: { output: { project: "acme-webhooks", prefix: "", region: "europe-west1" } },
  },
  { address: "google_storage_bucket.bundle", values: { name: "acme-webhooks-functions", location: "EUROPE-WEST1" } },
  {
    address: 'google_pubsub_topic.event["form.submitted"]',
    values: { ...kept, name: "form.submitted", id: id("topics/form.submitted") },
  },
  ...handlerSamples("form-submitted", "form.submitted"),
  ...handlerSamples("form-archived", "form.submitted"),
  {
    address: 'google_pubsub_topic.dead_letter["webhook.rejected"]',
    values: { ...kept, name: "webhook.rejected", id: id("topics/webhook.rejected") },
  },
  {
    address: 'google_pubsub_subscription.dead_letter["webhook.rejected"]',
    values: { ...kept, name: "webhook.rejected" },
  },
  {
    address: 'google_pubsub_topic_iam_member.dead_letter_publisher["app/webhook.rejected"]',
    values: { role: "roles/pubsub.publisher" },
  },
  { address: 'google_cloudfunctions2_function.source["app"]', values: functionValues("app", { app: "1" }) },
  { address: 'google_secret_manager_secret.main["app"]', values: { secret_id: "app" } },
  { address: 'google_secret_manager_secret_version.main["app"]', values: { version: "1" } },
  { address: 'terraform_data.stored["app/1"]', values: {} },
  { address: 'google_compute_global_address.main["main"]', values: { address: "192.0.2.1" } },
  {
    address: 'google_compute_managed_ssl_certificate.main["main"]',
    values: { managed: [{ domains: ["hooks.example.com"] }] },
  },
  { address: 'google_monitoring_alert_policy.main["backlog"]', values: {} },
];

export interface Edit {
  /** Addresses, or what they contain. */
  readonly remove?: readonly string[];
  readonly replace?: Readonly<Record<string, string>>;
  /** Address and new values, with undefined for what only the apply will know. */
  readonly update?: Readonly<Record<string, object>>;
  readonly create?: readonly Sample[];
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The only addresses in the changes, as with -target: all the rest is in the state alone. */
  readonly target?: readonly string[];
  /** Addresses of what has been deleted outside Terraform, and is made anew. */
  readonly gone?: readonly string[];
  /** Whether Pub/Sub's own protection has been lifted. */
  readonly lifted?: boolean;
}

/** A plan over what is deployed. */
export function planWith(edit: Edit = {}, before: readonly Sample[] = deployed) {
  const { variables, target, create = [], gone = [] } = edit;
  const lifted = edit.lifted === true ? { deletion_policy: "DELETE" } : {};
  const all = before.map(({ address, values }) => ({ address, values: { ...values, ...lifted } }));
  const lost = all.filter(({ address }) => gone.includes(address));
  const samples = all.filter((sample) => !lost.includes(sample));
  const changes = samples.map(({ address, values }) => ({ ...resource(address), ...changeOf(address, values, edit) }));
  const changeTo = (after: object) => ({ actions: ["create"], before: null, after });
  const made = [...create, ...lost].map(({ address, values }) => ({ ...resource(address), change: changeTo(values) }));
  const deleted = (values: object) => ({ actions: ["delete"], before: values, after: null });
  const given = { project: "acme-webhooks", prefix: "", region: "europe-west1", retired: [], ...variables };
  return {
    format_version: "1.2",
    variables: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value }])),
    resource_changes: [...changes.filter(({ address }) => target?.includes(address) !== false), ...made],
    resource_drift: lost.map(({ address, values }) => ({ ...resource(address), change: deleted(values) })),
    prior_state: stateOf(...samples),
  };
}

function changeOf(address: string, values: object, { remove = [], replace = {}, update = {} }: Edit) {
  const before = values;
  if (remove.some((text) => address.includes(text))) return { change: { actions: ["delete"], before, after: null } };
  const attribute = replace[address];
  const after = { ...values, ...update[address] };
  return attribute === undefined
    ? { change: { actions: [update[address] === undefined ? "no-op" : "update"], before, after } }
    : { change: { actions: ["delete", "create"], before, after, replace_paths: [[attribute]] } };
}

function resource(address: string) {
  const [, type = "", name = "", index] = /^(\w+)\.(\w+)(?:\["(.*)"\])?$/.exec(address) ?? [];
  return { address, mode: "managed", type, name, ...(index === undefined ? {} : { index }) };
}

/** A state alone, as `terraform show -json` tells it. */
export function stateOf(...samples: readonly Sample[]) {
  return {
    values: { root_module: { resources: samples.map(({ address, values }) => ({ ...resource(address), values })) } },
  };
}
