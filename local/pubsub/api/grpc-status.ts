import { Metadata } from "@grpc/grpc-js";
import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import { ERROR_INFO_TYPE, STATUSES, type StatusError } from "../state/status.ts";

const text = { type: "string" };

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto and status.proto beside it. */
const messages = fromJSON(
  {
    nested: {
      ErrorInfo: {
        fields: {
          reason: { ...text, id: 1 },
          domain: { ...text, id: 2 },
          metadata: { rule: "repeated", type: "Entry", id: 3 },
        },
      },
      // a map's wire format
      Entry: { fields: { key: { ...text, id: 1 }, value: { ...text, id: 2 } } },
      Any: { fields: { typeUrl: { ...text, id: 1 }, value: { type: "bytes", id: 2 } } },
      Status: {
        fields: {
          code: { type: "int32", id: 1 },
          message: { ...text, id: 2 },
          details: { rule: "repeated", type: "Any", id: 3 },
        },
      },
    },
  },
  {},
);

/** A gRPC error's metadata besides code and message: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
export function errorMetadata({ status, message, info }: StatusError): Metadata {
  const metadata = new Metadata();
  if (info === undefined) return metadata;
  const entries = Object.entries(info.metadata).map(([key, value]) => ({ key, value }));
  const details = [{ typeUrl: ERROR_INFO_TYPE, value: encode("ErrorInfo", { ...info, metadata: entries }) }];
  metadata.set("grpc-status-details-bin", encode("Status", { code: STATUSES[status].grpc, message, details }));
  return metadata;
}

function encode(name: string, value: object): Buffer {
  // All definitions above are messages.
  const { serialize } = messages[name] as MessageTypeDefinition<object, object>;
  return serialize(value);
}
