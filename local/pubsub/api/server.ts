import { type Clock, systemClock } from "../../core/clock.ts";
import { Broker } from "../broker/broker.ts";
import type { GrpcServer } from "./grpc.ts";
import { listen } from "./listener.ts";
import { createHttpPush } from "../delivery/push-over-http.ts";
import type { Push } from "../delivery/push.ts";
import { createRestServer } from "./rest-server.ts";

export interface PubsubSettings {
  readonly clock?: Clock;
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
 * Starts an embedded Pub/Sub with gRPC and REST on one free port of 127.0.0.1, for the real client libraries
 * (PUBSUB_EMULATOR_HOST) and for any HTTP client.
 */
export async function startPubsub({ clock = systemClock, push }: PubsubSettings = {}): Promise<Pubsub> {
  const httpPush = createHttpPush();
  const broker = new Broker({ clock, push: push ?? httpPush.push });
  // Loading gRPC takes longer than everything else here, and the lane itself uses REST only.
  let grpc: Promise<GrpcServer> | undefined;
  const listener = await listen({
    http1: createRestServer(broker),
    async http2(socket) {
      grpc ??= import("./grpc.ts").then(({ createGrpcServer }) => createGrpcServer(broker));
      (await grpc).connect(socket);
    },
  });
  return {
    host: listener.host,
    broker,
    async close() {
      broker.deleteAll();
      httpPush.close();
      (await grpc)?.close();
      await listener.close();
    },
  };
}
