import { ServerCredentials } from "@grpc/grpc-js";
import type { Clock } from "../../core/clock.ts";
import { Broker } from "../broker/broker.ts";
import { createGrpcServer } from "./grpc.ts";
import { listen } from "./listener.ts";
import { createHttpPush } from "../delivery/push-over-http.ts";
import type { DeliveryRecord, Push } from "../delivery/push.ts";
import { createRestServer } from "./rest-server.ts";

export interface PubsubSettings {
  readonly clock?: Clock;
  /** 0, the default, for any free port. */
  readonly port?: number;
  /** From 0 up to but not including 1, like Math.random. */
  readonly random?: () => number;
  readonly onDelivery?: (record: DeliveryRecord) => void;
  /** Sends pushes; default: over HTTP. */
  readonly push?: Push;
}

export interface Pubsub {
  /** "127.0.0.1:PORT", the format of PUBSUB_EMULATOR_HOST. */
  readonly host: string;
  readonly broker: Broker;
  /** Ends every connection, push and timer. */
  close(): Promise<void>;
}

/**
 * Starts an embedded Pub/Sub with gRPC and REST on one port of 127.0.0.1, for the real client libraries
 * (PUBSUB_EMULATOR_HOST) and for any HTTP client. Rejects if the port is in use.
 */
export async function startPubsub({ port = 0, push, onDelivery, ...settings }: PubsubSettings = {}): Promise<Pubsub> {
  const httpPush = createHttpPush();
  const broker = new Broker({ ...settings, push: push ?? httpPush.push });
  if (onDelivery !== undefined) broker.onDelivery(onDelivery);
  const grpc = createGrpcServer(broker);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = await listen({
    port,
    http1: createRestServer(broker),
    http2: (socket) => injector.injectConnection(socket),
  });
  return {
    host: listener.host,
    broker,
    async close() {
      broker.deleteAll();
      httpPush.close();
      injector.destroy();
      grpc.forceShutdown();
      await listener.close();
    },
  };
}
