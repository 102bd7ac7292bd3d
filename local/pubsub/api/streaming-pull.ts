import type { handleBidiStreamingCall, ServerDuplexStream } from "@grpc/grpc-js";
import type { Broker } from "../broker/broker.ts";
import type { Fields } from "../state/fields.ts";
import { readInteger, readList, readText, readTextList } from "../state/fields.ts";
import { grpcError, receivedMessage } from "./grpc-messages.ts";
import { checkRange } from "../state/messages.ts";
import { invalid } from "../state/status.ts";
import type { OpenStream } from "../delivery/subscription.ts";

// The real service's maximum for a client without a limit.
const MAX_OUTSTANDING_MESSAGES = 1000;

type Call = ServerDuplexStream<Fields, object>;

/** google.pubsub.v1.Subscriber.StreamingPull */
export function streamingPull(broker: Broker): handleBidiStreamingCall<Fields, object> {
  return (call) => {
    let stream: OpenStream | undefined;
    let name = "";
    const close = () => stream?.close();
    const receive = (request: Fields) => {
      if (stream === undefined) {
        name = readText(request, "subscription");
        stream = open(broker, name, request, call);
      } else if (request["subscription"] !== undefined) {
        throw invalid("Only the first request of a stream may name a subscription.");
      } else {
        update(stream, request);
      }
      answerPing(request, call);
      settle(broker, name, request, call);
    };
    call.on("data", (request: Fields) => {
      try {
        receive(request);
      } catch (error) {
        close();
        call.emit("error", grpcError(error));
      }
    });
    call.on("cancelled", close);
    call.on("close", close);
    call.on("end", () => {
      close();
      call.end();
    });
  };
}

function open(broker: Broker, name: string, request: Fields, call: Call): OpenStream {
  const seconds = readInteger(request, "streamAckDeadlineSeconds");
  checkRange("stream_ack_deadline_seconds", seconds, 10, 600);
  const limit = readInteger(request, "maxOutstandingMessages");
  const bytes = readInteger(request, "maxOutstandingBytes");
  const subscription = broker.subscription(name);
  return subscription.openStream(seconds, {
    maxOutstandingMessages: limit > 0 ? limit : MAX_OUTSTANDING_MESSAGES,
    maxOutstandingBytes: bytes > 0 ? bytes : Infinity,
    onMessages(messages) {
      const { enableExactlyOnceDelivery, enableMessageOrdering } = subscription.config;
      call.write({
        receivedMessages: messages.map(receivedMessage),
        subscriptionProperties: {
          exactlyOnceDeliveryEnabled: enableExactlyOnceDelivery,
          messageOrderingEnabled: enableMessageOrdering,
        },
      });
    },
    onEnd: (reason) => call.emit("error", grpcError(reason)),
  });
}

function update(stream: OpenStream, request: Fields): void {
  const seconds = readInteger(request, "streamAckDeadlineSeconds");
  if (seconds === 0) return;
  checkRange("stream_ack_deadline_seconds", seconds, 10, 600);
  stream.setAckDeadline(seconds);
}

/** Clients send empty requests as keep-alives, and consider the stream dead without a response for 15 s. */
function answerPing(request: Fields, call: Call): void {
  if (Object.keys(request).length === 0) call.write({ receivedMessages: [] });
}

/** Invalid ids don't end the stream; with exactly-once delivery they are reported. */
function settle(broker: Broker, name: string, request: Fields, call: Call): void {
  const subscription = broker.subscription(name);
  const confirm = (field: string, ackIds: readonly string[], invalidAckIds: readonly string[]) => {
    if (ackIds.length === 0 || !subscription.config.enableExactlyOnceDelivery) return;
    call.write({ [field]: { ackIds: ackIds.filter((ackId) => !invalidAckIds.includes(ackId)), invalidAckIds } });
  };
  const ackIds = readTextList(request, "ackIds");
  confirm("acknowledgeConfirmation", ackIds, subscription.acknowledge(ackIds));
  const extended = readTextList(request, "modifyDeadlineAckIds");
  const seconds = readList(request, "modifyDeadlineSeconds").map(Number);
  const refused = extended.flatMap((ackId, index) => subscription.modifyAckDeadline([ackId], seconds[index] ?? 0));
  confirm("modifyAckDeadlineConfirmation", extended, refused);
}
