import type { handleUnaryCall, sendUnaryData, ServiceError } from "@grpc/grpc-js";
import type { Broker } from "../broker/broker.ts";
import { durationParts, type Fields } from "../state/fields.ts";
import type { ReceivedMessage } from "../delivery/pull.ts";
import type { Method } from "./methods.ts";
import { errorMetadata } from "./grpc-status.ts";
import { STATUSES, toStatusError } from "../state/status.ts";

const FORMAT = { duration: durationParts, time: durationParts, received: receivedMessage };

/** Adapts a method to grpc-js. */
export function unary(broker: Broker, method: Method): handleUnaryCall<Fields, object> {
  return (call, callback) => {
    const gone = new AbortController();
    call.on("cancelled", () => gone.abort());
    void answer(() => method(call.request, { broker, signal: gone.signal, ...FORMAT }), callback);
  };
}

async function answer(work: () => object | Promise<object>, callback: sendUnaryData<object>): Promise<void> {
  try {
    callback(null, await work());
  } catch (error) {
    callback(grpcError(error));
  }
}

/** Converts an error for grpc-js. */
export function grpcError(error: unknown): ServiceError {
  const statusError = toStatusError(error);
  return Object.assign(statusError, {
    code: STATUSES[statusError.status].grpc,
    details: statusError.message,
    metadata: errorMetadata(statusError),
  });
}

/** A google.pubsub.v1.ReceivedMessage. */
export function receivedMessage({ ackId, message, deliveryAttempt = 0 }: ReceivedMessage): object {
  const { id, data, attributes, orderingKey, publishTime } = message;
  return {
    ackId,
    deliveryAttempt,
    message: {
      data: Buffer.from(data, "base64"),
      attributes,
      messageId: id,
      orderingKey,
      publishTime: { seconds: Math.floor(publishTime / 1000), nanos: (publishTime % 1000) * 1e6 },
    },
  };
}
