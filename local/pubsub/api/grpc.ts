import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ServiceDefinition } from "@grpc/proto-loader";
import { fromJSON } from "@grpc/proto-loader";
import type { Broker } from "../broker/broker.ts";
import type { GrpcMethod } from "./grpc-messages.ts";
import { receivedMessage, unary } from "./grpc-messages.ts";
import {
  durationParts,
  readBoolean,
  readInteger,
  readList,
  readObject,
  readText,
  readTextList,
} from "../state/fields.ts";
import { readMessage } from "../state/messages.ts";
import { page } from "./page.ts";
import { subscriptionJson, topicJson } from "../state/resources.ts";
import { snapshotJson } from "../broker/snapshots.ts";
import { seek } from "./seek.ts";
import { streamingPull } from "./streaming-pull.ts";

// A publish request holds up to 10 MB of data; the default limit of 4 MB would refuse it with the wrong error.
const MAX_REQUEST_BYTES = 20 * 1024 * 1024;

export interface GrpcServer {
  /** Takes over an HTTP/2 connection. */
  connect(socket: Socket): void;
  /** Ends its connections. */
  close(): void;
}

/** The gRPC API: google.pubsub.v1's Publisher and Subscriber. Unsupported methods answer UNIMPLEMENTED. */
export function createGrpcServer(broker: Broker): GrpcServer {
  const server = new Server({ "grpc.max_receive_message_length": MAX_REQUEST_BYTES });
  const { publisher, subscriber } = loadServices();
  server.addService(publisher, implement(publisherMethods(broker)));
  server.addService(subscriber, { ...implement(subscriberMethods(broker)), streamingPull: streamingPull(broker) });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    connect: (socket) => injector.injectConnection(socket),
    close() {
      injector.destroy();
      server.forceShutdown();
    },
  };
}

/** Loads the definitions that the real client ships, so that versions match. */
function loadServices(): { readonly publisher: ServiceDefinition; readonly subscriber: ServiceDefinition } {
  const require = createRequire(import.meta.url);
  const definitions = fromJSON(require("@google-cloud/pubsub/build/protos/protos.json"), {
    longs: Number,
    enums: String,
  });
  const service = (name: string) => {
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`The protos of @google-cloud/pubsub have no service ${name}.`);
    // These names are services, whose definitions are records of methods.
    return definition as ServiceDefinition;
  };
  return { publisher: service("google.pubsub.v1.Publisher"), subscriber: service("google.pubsub.v1.Subscriber") };
}

type Methods = Readonly<Record<string, GrpcMethod>>;

const implement = (methods: Methods) =>
  Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, unary(method)]));

function publisherMethods(broker: Broker): Methods {
  return {
    createTopic: (topic) => topicJson(broker.createTopic(topic), durationParts),
    getTopic: (request) => topicJson(broker.getTopic(readText(request, "topic")), durationParts),
    listTopics(request) {
      const { items, ...rest } = page(broker.listTopics(readText(request, "project")), ...pageOf(request));
      return { topics: items.map((topic) => topicJson(topic, durationParts)), ...rest };
    },
    listTopicSnapshots(request) {
      const { items, ...rest } = page(broker.listTopicSnapshots(readText(request, "topic")), ...pageOf(request));
      return { snapshots: items, ...rest };
    },
    listTopicSubscriptions(request) {
      const { items, ...rest } = page(broker.listTopicSubscriptions(readText(request, "topic")), ...pageOf(request));
      return { subscriptions: items, ...rest };
    },
    deleteTopic(request) {
      broker.deleteTopic(readText(request, "topic"));
      return {};
    },
    publish(request) {
      const messages = readList(request, "messages").map(readMessage);
      return { messageIds: broker.publish(readText(request, "topic"), messages) };
    },
  };
}

function subscriberMethods(broker: Broker): Methods {
  return {
    createSubscription: (subscription) => subscriptionJson(broker.createSubscription(subscription), durationParts),
    getSubscription: (request) =>
      subscriptionJson(broker.getSubscription(readText(request, "subscription")), durationParts),
    updateSubscription(request) {
      const { subscription } = request;
      const name =
        typeof subscription === "object" && subscription !== null && "name" in subscription
          ? String(subscription.name)
          : "";
      const mask = readTextList(readObject(request["updateMask"], "updateMask", ["paths"]), "paths");
      return subscriptionJson(broker.updateSubscription(name, subscription, mask), durationParts);
    },
    listSubscriptions(request) {
      const { items, ...rest } = page(broker.listSubscriptions(readText(request, "project")), ...pageOf(request));
      return { subscriptions: items.map((config) => subscriptionJson(config, durationParts)), ...rest };
    },
    seek(request) {
      seek(broker, readText(request, "subscription"), request);
      return {};
    },
    ...snapshotMethods(broker),
    deleteSubscription(request) {
      broker.deleteSubscription(readText(request, "subscription"));
      return {};
    },
    modifyPushConfig(request) {
      broker.modifyPushConfig(readText(request, "subscription"), request["pushConfig"]);
      return {};
    },
    ...pullMethods(broker),
  };
}

function snapshotMethods(broker: Broker): Methods {
  return {
    createSnapshot(request) {
      const { name, labels } = request;
      return snapshotJson(
        broker.snapshots.create({ name, labels }, broker.subscription(readText(request, "subscription"))),
        durationParts,
      );
    },
    getSnapshot: (request) => snapshotJson(broker.snapshots.get(readText(request, "snapshot")), durationParts),
    listSnapshots(request) {
      const { items, ...rest } = page(broker.snapshots.list(readText(request, "project")), ...pageOf(request));
      return { snapshots: items.map((snapshot) => snapshotJson(snapshot, durationParts)), ...rest };
    },
    deleteSnapshot(request) {
      broker.snapshots.delete(readText(request, "snapshot"));
      return {};
    },
  };
}

function pullMethods(broker: Broker): Methods {
  return {
    async pull(request, signal) {
      const options = { returnImmediately: readBoolean(request, "returnImmediately"), signal };
      const received = await broker.pull(
        readText(request, "subscription"),
        readInteger(request, "maxMessages"),
        options,
      );
      return { receivedMessages: received.map(receivedMessage) };
    },
    acknowledge(request) {
      broker.acknowledge(readText(request, "subscription"), readTextList(request, "ackIds"));
      return {};
    },
    modifyAckDeadline(request) {
      const ackIds = readTextList(request, "ackIds");
      broker.modifyAckDeadline(readText(request, "subscription"), ackIds, readInteger(request, "ackDeadlineSeconds"));
      return {};
    },
  };
}

const pageOf = (request: Parameters<GrpcMethod>[0]) =>
  [readInteger(request, "pageSize"), readText(request, "pageToken")] as const;
