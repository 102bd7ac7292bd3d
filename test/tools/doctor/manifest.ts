import type { Manifest } from "../../../bundler/write/manifest.ts";

const common = {
  runtime: "nodejs24",
  memoryMiB: 256,
  cpu: 1,
  concurrency: 10,
  minInstances: 0,
  maxInstances: 20,
} as const;
const settings = { GOOGLE_CLOUD_PROJECT: { description: "the project" }, PREFIX: { description: "", default: "" } };
const retryPolicy = { minimumBackoffSeconds: 10, maximumBackoffSeconds: 600 };

/** One of each kind: a source, a handler, a batch handler, and the keeper. */
export const manifest: Manifest = {
  keeper: {
    ...common,
    kind: "keeper",
    bundle: "keeper.zip",
    entryPoint: "keeper",
    settings,
    secrets: { SALESFORCE_CREDENTIAL: "salesforce-credential" },
    timeoutSeconds: 50,
    publishes: [],
    schedule: "* * * * *",
    timeZone: "Etc/UTC",
  },
  functions: {
    app: {
      ...common,
      kind: "source",
      bundle: "app.zip",
      entryPoint: "app",
      settings,
      secrets: { SIGNING_SECRETS: "app" },
      timeoutSeconds: 30,
      publishes: ["form.submitted", "webhook.rejected"],
      path: "/webhooks/app",
      addressRanges: ["192.0.2.0/24", "198.51.100.7/32"],
    },
    "form-submitted": {
      ...common,
      kind: "handler",
      bundle: "form-submitted.zip",
      entryPoint: "form-submitted",
      settings: { ...settings, SALESFORCE_LOGIN_URL: { description: "the org" } },
      secrets: { SALESFORCE_CREDENTIAL: "salesforce-credential" },
      timeoutSeconds: 60,
      publishes: ["form-submitted.dead-letter"],
      eventType: "form.submitted",
      uses: ["salesforce"],
    },
    nightly: {
      ...common,
      kind: "batch",
      bundle: "nightly.zip",
      entryPoint: "nightly",
      settings,
      secrets: {},
      timeoutSeconds: 590,
      publishes: ["nightly.dead-letter"],
      eventType: "form.submitted",
      uses: [],
      schedule: "* * * * *",
      timeZone: "Etc/UTC",
    },
  },
  topics: {
    "form.submitted": { kind: "event" },
    "form-submitted.dead-letter": { kind: "dead-letter" },
    "nightly.dead-letter": { kind: "dead-letter" },
    "webhook.rejected": { kind: "rejected" },
  },
  subscriptions: {
    "form-submitted": {
      topic: "form.submitted",
      push: "form-submitted",
      ordered: true,
      ackDeadlineSeconds: 70,
      retryPolicy,
      deadLetterPolicy: { topic: "form-submitted.dead-letter", maxDeliveryAttempts: 100 },
    },
    nightly: {
      topic: "form.submitted",
      pull: "nightly",
      ordered: false,
      ackDeadlineSeconds: 60,
      retryPolicy,
      deadLetterPolicy: { topic: "nightly.dead-letter", maxDeliveryAttempts: 100 },
    },
    "form-submitted.dead-letter": { topic: "form-submitted.dead-letter", ordered: false, ackDeadlineSeconds: 60 },
    "nightly.dead-letter": { topic: "nightly.dead-letter", ordered: false, ackDeadlineSeconds: 60 },
    "webhook.rejected": { topic: "webhook.rejected", ordered: false, ackDeadlineSeconds: 60 },
  },
  secrets: {},
};
