/** Made-up manifests: what `npm run build` writes, of other sources and handlers. */

const settings = {
  GOOGLE_CLOUD_PROJECT: { description: "the project" },
  PREFIX: { description: "the prefix", default: "" },
};
const resources = { memoryMiB: 256, cpu: 1, concurrency: 10, minInstances: 0, maxInstances: 20, runtime: "nodejs24" };
const retryPolicy = { minimumBackoffSeconds: 10, maximumBackoffSeconds: 600 };

/** Of every manifest. */
const keeper = {
  kind: "keeper",
  bundle: "functions/keeper-0123456789abcdef.zip",
  entryPoint: "keeper",
  runtime: "nodejs24",
  timeoutSeconds: 50,
  memoryMiB: 256,
  cpu: 1,
  concurrency: 1,
  minInstances: 0,
  maxInstances: 1,
  settings: {
    GOOGLE_CLOUD_PROJECT: { description: "the project" },
    PREFIX: { description: "the prefix", default: "" },
    HANDLERS: { description: "what the keeper is to know of each handler" },
  },
  secrets: {},
  publishes: [],
  schedule: "* * * * *",
  timeZone: "Etc/UTC",
};

const sweep = {
  ...keeper,
  kind: "sweep",
  bundle: "functions/sweep-0123456789abcdef.zip",
  entryPoint: "sweep",
  timeoutSeconds: 540,
  settings,
  publishes: ["call.sent"],
  schedule: "17 * * * *",
};

interface Unit {
  readonly sweep?: object;
  readonly functions: object;
  readonly topics: object;
  readonly subscriptions: object;
  readonly secrets: object;
}

export function manifestWith(...units: readonly Unit[]) {
  const all = (part: keyof Unit) => Object.assign({}, ...units.map((unit) => unit[part])) as object;
  return {
    functions: all("functions"),
    keeper,
    ...Object.assign({}, ...units.map((unit) => unit.sweep !== undefined && { sweep: unit.sweep })),
    topics: all("topics"),
    subscriptions: all("subscriptions"),
    secrets: all("secrets"),
  };
}

export function source(name: string, more: object = {}): Unit {
  const common = {
    kind: "source",
    ...named(name),
    timeoutSeconds: 30,
    settings,
    secrets: { SIGNING_SECRETS: name },
    publishes: ["webhook.rejected"],
    path: `/webhooks/${name}`,
    signature: "HMAC",
    addressRanges: [],
  };
  return {
    functions: { [name]: { ...common, ...more } },
    topics: { "webhook.rejected": { kind: "rejected" }, "dead-letter.discarded": { kind: "discarded" } },
    subscriptions: Object.fromEntries(
      ["webhook.rejected", "dead-letter.discarded"].map((topic) => [
        topic,
        { topic, ordered: false, ackDeadlineSeconds: 60 },
      ]),
    ),
    secrets: { [name]: { description: `what ${name} signs with`, functions: [name] } },
  };
}

export function handler(name: string, eventType: string, more: object = {}): Unit {
  return consumer(name, eventType, { kind: "handler", ...more }, { push: name, ordered: true });
}

/** A handler whose system may drop what it takes. */
export function sweptHandler(name: string, eventType: string): Unit {
  const { topics, subscriptions, ...unit } = handler(name, eventType, {
    publishes: [`${name}.dead-letter`, "call.sent"],
    settings: { ...settings, SWEEP: { description: "whether it is swept", default: "on" } },
  });
  const sent = { topic: "call.sent", ordered: false, ackDeadlineSeconds: 600 };
  return {
    ...unit,
    sweep,
    topics: { ...topics, "call.sent": { kind: "sent" } },
    subscriptions: { ...subscriptions, "call.sent": sent },
  };
}

/** A batch handler: Scheduler calls its function, which pulls from its subscription. */
export function batchHandler(name: string, eventType: string): Unit {
  const schedule = { schedule: "*/5 * * * *", timeZone: "Europe/Berlin" };
  const size = { memoryMiB: 512, concurrency: 2, maxInstances: 1, timeoutSeconds: 590 };
  return consumer(
    name,
    eventType,
    { kind: "batch", ...schedule, ...size },
    { pull: name, ordered: false, ackDeadlineSeconds: 60 },
  );
}

function consumer(name: string, eventType: string, more: object, delivery: object): Unit {
  const deadLetter = `${name}.dead-letter`;
  const common = {
    ...named(name),
    timeoutSeconds: 60,
    settings,
    secrets: {},
    publishes: [deadLetter],
    eventType,
    uses: [],
    priority: "live",
  };
  return {
    functions: { [name]: { ...common, ...more } },
    topics: { [eventType]: { kind: "event" }, [deadLetter]: { kind: "dead-letter" } },
    subscriptions: {
      [name]: {
        topic: eventType,
        ackDeadlineSeconds: 70,
        ...delivery,
        retryPolicy,
        deadLetterPolicy: { topic: deadLetter, maxDeliveryAttempts: 30 },
      },
      [deadLetter]: { topic: deadLetter, ordered: false, ackDeadlineSeconds: 60 },
    },
    secrets: {},
  };
}

function named(name: string) {
  return { bundle: `functions/${name}-0123456789abcdef.zip`, entryPoint: name, ...resources };
}

export function manyHandlers(length: number) {
  return manifestWith(
    ...Array.from({ length }, (_, index) =>
      handler(`thing-${index}-was-changed-in-the-system-of-record`, `thing${index}.changed`),
    ),
  );
}
