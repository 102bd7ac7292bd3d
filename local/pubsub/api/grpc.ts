import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ServiceDefinition } from "@grpc/proto-loader";
import { fromJSON } from "@grpc/proto-loader";
import type { Broker } from "../broker/broker.ts";
import { unary } from "./grpc-messages.ts";
import { methods } from "./methods.ts";
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
  const unaries = Object.entries(methods).map(([name, method]) => [name, unary(broker, method)]);
  const implementation = { ...Object.fromEntries(unaries), streamingPull: streamingPull(broker) };
  // Each service takes its own methods.
  for (const service of [publisher, subscriber]) server.addService(service, implementation);
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
