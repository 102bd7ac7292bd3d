/** What became of the ids of a request that was not accepted as a whole. */
export interface RefusedIds {
  readonly again: readonly string[];
  /** Ids that are no longer valid, or never were, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

/** gRPC's codes for transient failures: https://cloud.google.com/pubsub/docs/reference/error-codes */
const PASSING: Readonly<Record<number, string>> = {
  1: "CANCELLED",
  2: "UNKNOWN",
  4: "DEADLINE_EXCEEDED",
  8: "RESOURCE_EXHAUSTED",
  10: "ABORTED",
  13: "INTERNAL",
  14: "UNAVAILABLE",
};

/** gRPC's codes for permanent failures. */
const LASTING: Readonly<Record<number, string>> = {
  3: "INVALID_ARGUMENT",
  5: "NOT_FOUND",
  7: "PERMISSION_DENIED",
  9: "FAILED_PRECONDITION",
  16: "UNAUTHENTICATED",
};

/**
 * Reads a refused acknowledgement on an exactly-once subscription: the error's ErrorInfo names the ids that failed,
 * each with PERMANENT_FAILURE_… or TRANSIENT_FAILURE_…; the others were accepted. Without ErrorInfo all have failed
 * alike. https://cloud.google.com/pubsub/docs/exactly-once-delivery
 */
export function refusedIds(error: unknown, ackIds: readonly string[]): RefusedIds {
  const { errorInfoMetadata: told } = Object(error) as { readonly errorInfoMetadata?: unknown };
  const asked = new Set(ackIds);
  const byId = Object.entries(Object(told)).filter(([id]) => asked.has(id));
  if (byId.length === 0)
    return isPassing(error)
      ? { again: ackIds, refused: new Map() }
      : { again: [], refused: new Map(ackIds.map((id) => [id, codeOf(error)])) };
  const isTransient = ([, code]: readonly [string, unknown]) => String(code).startsWith("TRANSIENT_");
  return {
    again: byId.filter(isTransient).map(([id]) => id),
    refused: new Map(byId.filter((entry) => !isTransient(entry)).map(([id, code]) => [id, knownCode(code)])),
  };
}

/** Whether the same call may succeed if it is repeated. */
export function isPassing(error: unknown): boolean {
  return numberOf(error) in PASSING;
}

/** The code's name, which may be logged. */
export function codeOf(error: unknown): string {
  const number = numberOf(error);
  return PASSING[number] ?? LASTING[number] ?? "UNKNOWN_ERROR";
}

function numberOf(error: unknown): number {
  return Number((Object(error) as { readonly code?: unknown }).code ?? Number.NaN);
}

function knownCode(code: unknown): string {
  return /^[A-Z_]{1,64}$/.test(String(code)) ? String(code) : "UNKNOWN_ERROR";
}
