/** Pub/Sub's errors by gRPC code, with the HTTP status that Google maps each to. */
export const STATUSES = {
  INVALID_ARGUMENT: { grpc: 3, http: 400 },
  NOT_FOUND: { grpc: 5, http: 404 },
  ALREADY_EXISTS: { grpc: 6, http: 409 },
  FAILED_PRECONDITION: { grpc: 9, http: 400 },
  UNIMPLEMENTED: { grpc: 12, http: 501 },
  INTERNAL: { grpc: 13, http: 500 },
  UNAVAILABLE: { grpc: 14, http: 503 },
} as const;

type Status = keyof typeof STATUSES;

/** A google.rpc.ErrorInfo: the machine-readable part of an error. */
interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export const ERROR_INFO_TYPE = "type.googleapis.com/google.rpc.ErrorInfo";

/** Thrown for one of the errors above; each API converts it. */
export class StatusError extends Error {
  readonly status: Status;
  readonly info: ErrorInfo | undefined;

  constructor(
    status: Status,
    message: string,
    { info, ...options }: ErrorOptions & { readonly info?: ErrorInfo } = {},
  ) {
    super(message, options);
    this.name = "StatusError";
    this.status = status;
    this.info = info;
  }
}

/** Converts anything thrown; what is not a StatusError is a bug in this stand-in. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  return new StatusError("INTERNAL", error instanceof Error ? (error.stack ?? error.message) : String(error));
}

export const invalid = (message: string, options?: ErrorOptions) =>
  new StatusError("INVALID_ARGUMENT", message, options);

/**
 * An exactly-once subscription's answer if some ids are invalid. The others were processed:
 * https://cloud.google.com/pubsub/docs/exactly-once-delivery
 */
export function invalidAckIds(ackIds: readonly string[]): StatusError {
  return new StatusError(
    "INVALID_ARGUMENT",
    "Some acknowledgement ids in the request were invalid. This could be because the acknowledgement ids have expired or the acknowledgement ids were malformed.",
    {
      info: {
        reason: "EXACTLY_ONCE_ACKID_FAILURE",
        domain: "pubsub.googleapis.com",
        metadata: Object.fromEntries(ackIds.map((ackId) => [ackId, "PERMANENT_FAILURE_INVALID_ACK_ID"])),
      },
    },
  );
}

export const alreadyExists = (name: string) =>
  new StatusError("ALREADY_EXISTS", `Resource already exists in the project (resource=${name}).`);

export const notFound = (name: string) => new StatusError("NOT_FOUND", `Resource not found (resource=${name}).`);
