import { encodeDeadLetter } from "../../functions/runtime/handle/dead-letter.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import type { Source } from "../../functions/runtime/define/source.ts";
import { RefusedPayloadError, type Reason } from "../../functions/runtime/define/errors.ts";
import { encodeEvent, type Message } from "../../functions/runtime/pubsub/message.ts";
import { encodeRejected } from "../../functions/runtime/receive/quarantine.ts";
import { type JsonSchema, readSchemas } from "../../bundler/read/schemas.ts";
import { sourceUnit } from "../../bundler/read/source-unit.ts";
import { compileValidators } from "../../bundler/write/validators.ts";
import app from "../../functions/sources/app.ts";
import customerio from "../../functions/sources/customerio.ts";
import { type Clock, systemClock } from "../../local/core/clock.ts";
import { type Pubsub as LocalPubsub, startPubsub } from "../../local/pubsub/api/server.ts";
import { readCommand } from "../../tools/dead-letters/arguments.ts";
import { carryOut } from "../../tools/dead-letters/commands.ts";
import type { Surroundings } from "../../tools/dead-letters/surroundings.ts";
import type { Declarations, Place } from "../../local/console/dead-letters/place.ts";
import { connectPubsub, type Pubsub } from "../../local/console/dead-letters/pubsub.ts";
import type { Checkout } from "../../local/console/checkout.ts";

/** Two handlers of one event type, one of another, two sources. */
export const declarations: Declarations = {
  functions: {
    app: { kind: "source" },
    customerio: { kind: "source" },
    "form-submitted": { kind: "handler" },
    "form-audit": { kind: "handler" },
    "contact-unsubscribed": { kind: "handler" },
  },
  topics: {
    "form.submitted": { kind: "event" },
    "contact.unsubscribed": { kind: "event" },
    "form-submitted.dead-letter": { kind: "dead-letter" },
    "form-audit.dead-letter": { kind: "dead-letter" },
    "contact-unsubscribed.dead-letter": { kind: "dead-letter" },
    "webhook.rejected": { kind: "rejected" },
    "dead-letter.discarded": { kind: "discarded" },
  },
  subscriptions: {
    "form-submitted": { topic: "form.submitted" },
    "form-audit": { topic: "form.submitted" },
    "contact-unsubscribed": { topic: "contact.unsubscribed" },
    "form-submitted.dead-letter": { topic: "form-submitted.dead-letter" },
    "form-audit.dead-letter": { topic: "form-audit.dead-letter" },
    "contact-unsubscribed.dead-letter": { topic: "contact-unsubscribed.dead-letter" },
    "webhook.rejected": { topic: "webhook.rejected" },
    "dead-letter.discarded": { topic: "dead-letter.discarded" },
  },
};

export const FORMS = "form-submitted.dead-letter";
export const AUDITS = "form-audit.dead-letter";
export const REJECTED = "webhook.rejected";
export const DISCARDED = "dead-letter.discarded";
export const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

export const formData = {
  formId: "contact-sales",
  email: "jo@example.com",
  firstName: "Jo",
  lastName: "Doe",
  company: "Acme",
};

export function formEvent(id: string, email = formData.email): Event<"form.submitted"> {
  return {
    id,
    source: "/sources/app",
    type: "form.submitted",
    subject: email,
    time: "2026-11-22T10:00:00.000Z",
    data: { ...formData, email },
  };
}

export const REFUSED: Reason = {
  code: "INVALID_FIELD",
  system: "salesforce",
  operation: "POST /sobjects/Lead",
  field: "Phone",
  status: 400,
};

/** What the runtime publishes when a handler gives up on an event. */
export function deadLetter(
  id: string,
  { handler = "form-submitted", reason = REFUSED, message = encodeEvent(formEvent(id), TRACEPARENT) } = {},
): Message {
  return encodeDeadLetter(
    { message, messageId: "1", publishedAt: 0, attempt: 1 },
    handler,
    reason,
    Date.parse("2026-11-22T10:00:01Z"),
  );
}

/** What Pub/Sub publishes when it gives up on a handler. */
export function crashed(id: string, subscription = "form-submitted"): Message {
  const { attributes, ...message } = encodeEvent(formEvent(id), TRACEPARENT);
  return {
    ...message,
    attributes: {
      ...attributes,
      CloudPubSubDeadLetterSourceDeliveryCount: "30",
      CloudPubSubDeadLetterSourceSubscription: subscription,
      CloudPubSubDeadLetterSourceSubscriptionProject: "p",
      CloudPubSubDeadLetterSourceTopicPublishTime: "2026-11-22T10:00:00.123+00:00",
    },
  };
}

/** What the runtime puts in quarantine. */
export function quarantined(
  payload: unknown,
  { source = app, id = "msg_1", isMissing = false }: { source?: Source; id?: string; isMissing?: boolean } = {},
): Message {
  const request = {
    headers: { "content-type": "application/json", "webhook-id": id, "webhook-signature": "v1,secret" },
    body: Buffer.from(JSON.stringify(payload)),
  };
  const error = new RefusedPayloadError(`/data/email ${isMissing ? "is missing" : 'must match format "email"'}`, {
    code: "SCHEMA",
    system: "schema",
    field: "/data/email",
    ...(isMissing && { isMissing }),
  });
  return encodeRejected(
    source,
    request,
    { error },
    {
      trace: { traceparent: TRACEPARENT, traceId: "", spanId: "" },
      now: () => Date.parse("2026-11-22T10:00:00Z"),
    },
  );
}

export const formPayload = { type: "form.submitted", timestamp: "2026-11-22T10:00:00Z", data: formData };

export const sources: Readonly<Record<string, Source>> = { app, customerio };

const schemas = await readSchemas();
const compiled = compileValidators(schemas);
const UNCHANGED: Readonly<Record<string, JsonSchema>> = {};

/** The checkout without a build. `changed` stands in for schemas of event types that a developer has edited. */
export function checkoutOf(changed: Readonly<Record<string, JsonSchema>> = UNCHANGED, present = sources): Checkout {
  const events = new Map([...schemas.events, ...Object.entries(changed)]);
  const validators = changed === UNCHANGED ? compiled : compileValidators({ ...schemas, events });
  return {
    source(name) {
      const source = present[name];
      return Promise.resolve(source === undefined ? undefined : sourceUnit(source, validators));
    },
    validateEvent: (type) => Promise.resolve(validators.events[type]),
  };
}

/** A message as the broker shows it, its data as text. */
export interface Lying {
  readonly messageId: string;
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

export interface World {
  readonly local: LocalPubsub;
  readonly place: Place & { readonly host: string };
  /** The real client, as the commands use it. */
  readonly pubsub: Pubsub;
  /** Has a handler's dead-letter topic and subscription, with labels as Terraform gives them. */
  deploy(name: string, labels: Readonly<Record<string, string>>): void;
  /** Puts messages into a topic, and returns their ids. */
  put(topic: string, ...messages: readonly Message[]): string[];
  /** What nobody has acknowledged in the subscription. */
  lying(subscription: string): Lying[];
  /** What somebody who pulls now is given. */
  pullable(subscription: string): Promise<string[]>;
  /** Arguments are separated by spaces; one within an argument is %20. */
  run(
    args: string,
    changes?: Partial<Surroundings>,
  ): Promise<{ readonly isGood: boolean; readonly printed: string; readonly complaints: string[] }>;
  close(): Promise<void>;
}

/** Starts worlds, each closed with the rest. */
export function worldsIn(closing: (() => unknown)[]): (...options: Parameters<typeof startWorld>) => Promise<World> {
  return async (...options) => {
    const world = await startWorld(...options);
    closing.push(() => world.close());
    return world;
  };
}

export async function startWorld({
  clock = systemClock,
  prefix = "",
  without = [] as readonly string[],
  runner,
}: { clock?: Clock; prefix?: string; without?: readonly string[]; runner?: string } = {}): Promise<World> {
  const local = await startPubsub({ clock });
  const place = { project: "p", prefix, host: local.host, emptyAnswers: 1, ...(runner !== undefined && { runner }) };
  const pubsub = await connectPubsub(place);
  const path = (kind: string, name: string) => `projects/p/${kind}/${prefix}${name}`;
  for (const topic of Object.keys(declarations.topics).filter((name) => !without.includes(name)))
    local.broker.createTopic({ name: path("topics", topic) });
  for (const [name, { topic }] of Object.entries(declarations.subscriptions)) {
    if (!without.includes(topic))
      local.broker.createSubscription({
        name: path("subscriptions", name),
        topic: path("topics", topic),
        ackDeadlineSeconds: 10,
      });
  }
  return {
    local,
    place,
    pubsub,
    deploy(name, labels) {
      local.broker.createTopic({ name: `projects/p/topics/${name}` });
      const subscription = { name: `projects/p/subscriptions/${name}`, topic: `projects/p/topics/${name}`, labels };
      local.broker.createSubscription(subscription);
    },
    put: (topic, ...messages) =>
      messages.flatMap(({ data, attributes, orderingKey = "" }) =>
        local.broker.publish(path("topics", topic), [{ data: data.toString("base64"), attributes, orderingKey }]),
      ),
    lying: (subscription) =>
      local.broker
        .state()
        .messages(path("subscriptions", subscription))
        .map(({ data = "", attributes = {}, ...rest }) => ({
          ...rest,
          attributes,
          data: Buffer.from(data, "base64").toString(),
        })),
    pullable: async (subscription) =>
      (await local.broker.pull(path("subscriptions", subscription), 1000, { returnImmediately: true })).map(
        ({ message }) => message.id,
      ),
    async run(args, changes = {}) {
      const [lines, complaints]: [string[], string[]] = [[], []];
      const command = readCommand(args.split(" ").map((arg) => decodeURIComponent(arg)));
      const isGood = await carryOut(command, {
        place,
        pubsub,
        manifest: declarations,
        checkout: checkoutOf(),
        environment: {},
        journal: undefined,
        clock,
        signal: new AbortController().signal,
        print: (line) => void lines.push(line),
        complain: (sentence) => void complaints.push(sentence),
        ...changes,
      });
      return { isGood, printed: lines.join("\n"), complaints };
    },
    close: async () => void (await Promise.all([pubsub.close(), local.close()])),
  };
}
