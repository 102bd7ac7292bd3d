import { EVENT_ATTRIBUTES } from "../../functions/runtime/pubsub/message.ts";
import type { Catalogue, CataloguedHandler, CataloguedSource } from "./catalogue.ts";

/** Names in AsyncAPI's maps allow no other characters. */
const keyOf = (...parts: readonly string[]) => parts.join("_").replaceAll(/[^A-Za-z\d_.-]/g, "-");
const ref = (...path: readonly string[]) => ({ $ref: `#/${path.join("/")}` });

/** The catalogue as AsyncAPI 3.0: https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export function asyncapiOf({ sources, events, handlers }: Catalogue): object {
  const webhooks = sources.flatMap(({ name, kinds }) =>
    kinds.map((kind) => ({ key: keyOf(name, kind.name), ...kind })),
  );
  const messages = [
    ...events.map(({ type, schema }) => [
      keyOf(type),
      messageOf(type, schema, ref("components", "messageTraits", "event")),
    ]),
    ...webhooks.map(({ key, name, schema }) => [key, messageOf(name, schema)]),
  ];
  return {
    asyncapi: "3.0.0",
    info: {
      title: "ycat",
      version: "1.0.0",
      description:
        "Which webhooks come, which events they become, and which handlers take these. Made by npm run events.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries([
      ...sources.map((source) => [keyOf("webhooks", source.name), webhookChannel(source)]),
      ...events.map(({ type }) => [keyOf(type), topicChannel(type)]),
    ]),
    operations: Object.fromEntries([
      ...sources.flatMap(sourceOperations),
      ...handlers.map((handler) => [keyOf(handler.name), handlerOperation(handler)]),
    ]),
    components: { messages: Object.fromEntries(messages), messageTraits: { event: CLOUD_EVENT } },
  };
}

/** The envelope of every event, explained in docs/decisions. */
const CLOUD_EVENT = {
  description: "CloudEvents 1.0 in Pub/Sub's binary mode: these are the message's attributes, with ce- before each.",
  headers: {
    type: "object",
    required: EVENT_ATTRIBUTES,
    properties: Object.fromEntries([...EVENT_ATTRIBUTES, "traceparent"].map((name) => [name, { type: "string" }])),
  },
};

function messageOf(name: string, schema: object, trait?: object): object {
  const { $schema: _, ...payload } = schema as { readonly $schema?: string };
  return { name, payload, ...(trait !== undefined && { traits: [trait] }) };
}

function webhookChannel({ name, scheme, kinds }: CataloguedSource): object {
  return {
    address: `/webhooks/${name}`,
    description: `What ${name} posts, signed by ${scheme}. Any other kind is ignored.`,
    messages: Object.fromEntries(
      kinds.map((kind) => [keyOf(kind.name), ref("components", "messages", keyOf(name, kind.name))]),
    ),
    bindings: { http: {} },
  };
}

function topicChannel(type: string): object {
  return {
    address: type,
    description: `The Pub/Sub topic of ${type}.`,
    messages: { [keyOf(type)]: ref("components", "messages", keyOf(type)) },
  };
}

function sourceOperations({ name, publishes }: CataloguedSource): [string, object][] {
  const receive = { action: "receive", channel: ref("channels", keyOf("webhooks", name)), tags: [{ name: "source" }] };
  return [
    [keyOf("receive", name), receive],
    ...publishes.map((type): [string, object] => [
      keyOf(name, "publishes", type),
      { action: "send", channel: ref("channels", keyOf(type)), tags: [{ name: "source" }] },
    ]),
  ];
}

function handlerOperation({ eventType, systems, isBatch }: CataloguedHandler): object {
  return {
    action: "receive",
    channel: ref("channels", keyOf(eventType)),
    description: `Writes to ${systems.join(" and ") || "nothing"}${isBatch ? ", hundreds at a time" : ""}.`,
    tags: [{ name: isBatch ? "batch handler" : "handler" }, ...systems.map((name) => ({ name }))],
  };
}
