import { createServer } from "node:http";
import { functionsOf as allFunctions } from "../../../local/runner/functions/handlers.ts";
import { type Ask, endpoints, GoogleRefusal } from "../../../tools/google/ask.ts";
import { manifest } from "./manifest.ts";

export const PROJECT = "acme-webhooks";
export const PREFIX = "staging-";
export const NUMBER = "123456789012";
const REGION = "europe-west1";

/** What a path of one of Google's APIs answers: a document, or the status and body of a refusal. */
export type Answers = Map<string, object>;

export const refusal = (status: number, body: object = {}) => ({ refused: { status, body } });
const account = (id: string) => `${id}@${PROJECT}.iam.gserviceaccount.com`;
const agent = `service-${NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com`;
const READERS = ["app", "form-submitted", "keeper"].map((name) => account(PREFIX + name));
const uriOf = (name: string) => `https://${PREFIX}${name}-abc-ew.a.run.app`;
export const PAUSE = `projects/${PROJECT}/roles/staging_ycat_pause`;
const policy = (role: string, ...members: string[]) => ({
  version: 1,
  etag: "BwWWja0YfJA=",
  bindings: [{ role, members: members.map((member) => `serviceAccount:${member}`) }],
});

export const pubsub = `/v1/projects/${PROJECT}`;
export const global = `/compute/v1/projects/${PROJECT}/global`;
export const monitoring = `/v3/projects/${PROJECT}`;
export const FUNCTIONS = `/v2/projects/${PROJECT}/locations/-/functions`;
export const subscription = `${pubsub}/subscriptions/${PREFIX}form-submitted`;
export const batch = `${pubsub}/subscriptions/${PREFIX}nightly`;
export const topic = `${pubsub}/topics/${PREFIX}form.submitted`;
export const PROJECT_PATH = `/v1/projects/${PROJECT}`;

/** A copy as Terraform makes it, as Google's documents write it. */
export function healthy(environment: Readonly<Record<string, string>> = {}): Answers {
  return new Map<string, object>([
    [PROJECT_PATH, { projectNumber: NUMBER, projectId: PROJECT, lifecycleState: "ACTIVE" }],
    [`${PROJECT_PATH}:getIamPolicy`, policy("roles/monitoring.viewer", account(`${PREFIX}keeper`))],
    [FUNCTIONS, { functions: functionsOf(environment) }],
    ...topicsOf(),
    ...subscriptionsOf(),
    ...servicesOf(),
    ...["app", "salesforce-credential"].flatMap((name): [string, object][] => [
      [`${pubsub}/secrets/${PREFIX}${name}/versions/1`, { state: "ENABLED" }],
      [`${pubsub}/secrets/${PREFIX}${name}:getIamPolicy`, policy("roles/secretmanager.secretAccessor", ...READERS)],
    ]),
    ...Object.entries(allFunctions(manifest)).flatMap(([name, { schedule }]): [string, object][] =>
      schedule === undefined
        ? []
        : [[`${pubsub}/locations/${REGION}/jobs/${PREFIX}${name}`, { state: "ENABLED", schedule }]],
    ),
    [
      `/v1/projects/${PROJECT}/serviceAccounts/${account(`${PREFIX}ycat-push`)}:getIamPolicy`,
      policy("roles/iam.serviceAccountUser", account(`${PREFIX}keeper`)),
    ],
    [`/v1/${PAUSE}`, { name: PAUSE, includedPermissions: ["pubsub.subscriptions.get", "pubsub.subscriptions.update"] }],
    ...["ycat-push", "ycat-schedule", ...Object.entries(allFunctions(manifest)).map(([name]) => name)]
      .map((id) => account(PREFIX + id))
      .map((email): [string, object] => [`/v1/projects/${PROJECT}/serviceAccounts/${email}`, { email }]),
    ...alertsOf(),
    ...armorOf(),
  ]);
}

function functionsOf(environment: Readonly<Record<string, string>>): object[] {
  return Object.entries(allFunctions(manifest)).map(([name, { kind, secrets, timeoutSeconds }]) => ({
    name: `projects/${PROJECT}/locations/${REGION}/functions/${PREFIX}${name}`,
    state: "ACTIVE",
    serviceConfig: {
      uri: uriOf(name),
      timeoutSeconds,
      serviceAccountEmail: account(`${PREFIX}${name}`),
      ingressSettings: kind === "source" ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_INTERNAL_ONLY",
      environmentVariables: {
        GOOGLE_CLOUD_PROJECT: PROJECT,
        PREFIX,
        SALESFORCE_LOGIN_URL: "https://acme.my.salesforce.com",
        ...environment,
      },
      secretEnvironmentVariables: Object.entries(secrets).map(([key, secret]) => ({
        key,
        projectId: PROJECT,
        secret: PREFIX + secret,
        version: "1",
      })),
    },
  }));
}

function topicsOf(): [string, object][] {
  return Object.entries(manifest.topics).flatMap(([name, { kind }]): [string, object][] => {
    const path = `${pubsub}/topics/${PREFIX}${name}`;
    const publishers = Object.entries(allFunctions(manifest)).map(([one]) => account(PREFIX + one));
    return [
      [path, { name: path.slice(4), ...(kind === "event" && { messageRetentionDuration: "604800s" }) }],
      [`${path}:getIamPolicy`, policy("roles/pubsub.publisher", agent, ...publishers)],
    ];
  });
}

function subscriptionsOf(): [string, object][] {
  return Object.entries(manifest.subscriptions).flatMap(([name, wanted]): [string, object][] => {
    const path = `${pubsub}/subscriptions/${PREFIX}${name}`;
    const oidcToken = { serviceAccountEmail: account(`${PREFIX}ycat-push`), audience: uriOf(name) };
    const { deadLetterPolicy, retryPolicy: retry } = wanted;
    const takers = [policy("roles/pubsub.subscriber", agent, account(`${PREFIX}nightly`), account(`${PREFIX}sweep`))];
    const pausers = [policy(PAUSE, account(PREFIX + name), account(`${PREFIX}keeper`))];
    return [
      [
        path,
        {
          name: path.slice(4),
          topic: `projects/${PROJECT}/topics/${PREFIX}${wanted.topic}`,
          pushConfig: wanted.push === undefined ? {} : { pushEndpoint: uriOf(name), oidcToken },
          ackDeadlineSeconds: wanted.ackDeadlineSeconds,
          messageRetentionDuration: wanted.topic === "call.sent" ? "259200s" : "2678400s",
          labels: { ycat: "staging" },
          enableMessageOrdering: wanted.ordered,
          expirationPolicy: {},
          ...(retry && { retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" } }),
          ...(deadLetterPolicy && {
            deadLetterPolicy: {
              deadLetterTopic: `projects/${PROJECT}/topics/${PREFIX}${deadLetterPolicy.topic}`,
              maxDeliveryAttempts: deadLetterPolicy.maxDeliveryAttempts,
            },
          }),
          state: "ACTIVE",
        },
      ],
      [`${path}:getIamPolicy`, { bindings: [...takers, ...pausers].flatMap(({ bindings }) => bindings) }],
    ];
  });
}

function servicesOf(): [string, object][] {
  const callers = { "form-submitted": "ycat-push", nightly: "ycat-schedule", keeper: "ycat-schedule" };
  const servicePolicy = (name: string) =>
    `/v2/projects/${PROJECT}/locations/${REGION}/services/${PREFIX}${name}:getIamPolicy`;
  return [
    [servicePolicy("app"), { bindings: [{ role: "roles/run.invoker", members: ["allUsers"] }] }],
    ...Object.entries(callers).map(([name, caller]): [string, object] => [
      servicePolicy(name),
      policy("roles/run.invoker", account(PREFIX + caller)),
    ]),
  ];
}

function alertsOf(): [string, object][] {
  const channel = `projects/${PROJECT}/notificationChannels/7`;
  const alert = (title: string) => ({ displayName: title, enabled: true, notificationChannels: [channel] });
  const titles = ["dead letters or quarantined webhooks wait", "a handler does not keep up"];
  return [
    [`${monitoring}/alertPolicies`, { alertPolicies: titles.map((title) => alert(`${PREFIX}ycat: ${title}`)) }],
    [`${monitoring}/notificationChannels`, { notificationChannels: [{ name: channel, type: "email", enabled: true }] }],
  ];
}

function armorOf(): [string, object][] {
  const name = `${PREFIX}ycat-source-app-0a1b2c`;
  const rule = (priority: number, action: string, ranges: readonly string[]) => ({
    priority,
    action,
    preview: false,
    match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ranges } },
  });
  const rules = [
    {
      priority: 1200,
      action: "deny(403)",
      preview: false,
      match: { expr: { expression: "request.method != 'POST'" } },
    },
    rule(2000, "throttle", manifest.functions["app"]?.addressRanges ?? []),
    rule(2_147_483_647, "deny(403)", ["*"]),
  ];
  const securityPolicy = `https://www.googleapis.com${global.slice(8)}/securityPolicies/${name}`;
  return [
    [`${global}/backendServices/${PREFIX}app`, { name: `${PREFIX}app`, securityPolicy }],
    [`${global}/securityPolicies/${name}`, { name, rules }],
  ];
}

/** All of Google's APIs on one host: what has no answer is not there. */
export async function serveGoogle(
  answers: () => Answers,
): Promise<{ at: typeof endpoints; ask: Ask; close(): Promise<unknown> }> {
  const server = createServer(({ url = "" }, response) => {
    const answer = answers().get(new URL(url, "http://google.test").pathname) ?? refusal(404);
    const { refused }: { refused?: { status: number; body: object } } = answer;
    response.writeHead(refused?.status ?? 200, { "content-type": "application/json" });
    response.end(JSON.stringify(refused?.body ?? answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const ask: Ask = async (method, url, body) => {
    const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    throw new GoogleRefusal(`${new URL(url).host} does not tell: HTTP ${response.status}`, response.status, answer);
  };
  const at = { ...endpoints };
  for (const api of Object.keys(endpoints)) Reflect.set(at, api, origin);
  return { at, ask, close: () => new Promise((resolve) => void server.close(resolve)) };
}
