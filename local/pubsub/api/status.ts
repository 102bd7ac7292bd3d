/** What Pub/Sub answers besides success, by gRPC code and by the HTTP status that Google maps it to. */
export const STATUSES = {
  INVALID_ARGUMENT: { grpc: 3, http: 400 },
  NOT_FOUND: { grpc: 5, http: 404 },
  ALREADY_EXISTS: { grpc: 6, http: 409 },
  FAILED_PRECONDITION: { grpc: 9, http: 400 },
  UNIMPLEMENTED: { grpc: 12, http: 501 },
  INTERNAL: { grpc: 13, http: 500 },
  UNAVAILABLE: { grpc: 14, http: 503 },
} as const;

export type Status = keyof typeof STATUSES;

/** Thrown when a request gets one of the answers above; both surfaces turn it into theirs. */
export class StatusError extends Error {
  readonly status: Status;

  constructor(status: Status, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StatusError";
    this.status = status;
  }
}

/** The status of whatever was thrown; what is not a StatusError is a mistake of this stand-in. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  return new StatusError("INTERNAL", error instanceof Error ? (error.stack ?? error.message) : String(error));
}

export const invalid = (message: string, options?: ErrorOptions) =>
  new StatusError("INVALID_ARGUMENT", message, options);

export const notFound = (name: string) => new StatusError("NOT_FOUND", `Resource not found (resource=${name}).`);
