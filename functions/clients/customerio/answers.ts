import {
  type DeliveryError,
  PermanentError,
  RECORD_IN_USE,
  type Reason,
  UnavailableError,
  UnexpectedRefusalError,
} from "../../runtime/define/errors.ts";

/** Statuses that concern the address, the keys or the account, whatever was sent. */
export const FOR_ALL = [401, 402, 403, 404, 405, 406, 407, 410, 421, 426, 451];

interface Asked {
  readonly operation: string;
  /** Those to check when everybody is refused. */
  readonly settings: string;
  /** A question has no values that might be wrong: its form may be, for everybody. Default: false. */
  readonly isQuestion?: boolean;
}

/**
 * The error for a status: customer.io's errors have texts but no codes, so the status is all there is to tell them
 * apart by.
 */
export function refusalError(
  status: number,
  { operation, settings, isQuestion = false }: Asked,
): DeliveryError | undefined {
  if (status === 200) return undefined;
  const reason: Reason = { code: `HTTP_${status}`, system: "customerio", operation, status };
  const message = `customerio refused ${operation} with HTTP ${status}`;
  const isForAll = status < 400 || FOR_ALL.includes(status);
  if (isForAll) return new UnavailableError(`${message}: check ${settings}`, reason);
  if (!isQuestion && [400, 413, 422].includes(status)) return new PermanentError(message, reason);
  const isPassing = status === 408 || status === 429 || status >= 500 || RECORD_IN_USE.includes(status);
  if (!isPassing) return new UnexpectedRefusalError(message, reason);
  // The service itself crashed, maybe on this person only; when it is down, a proxy in front of it answers 502 or 503.
  const isOfOne = status === 500 || RECORD_IN_USE.includes(status);
  return new UnavailableError(message, reason, { reach: isOfOne ? "record" : "system" });
}

/** For a success whose body is cut or has another form. */
export function malformedAnswer(status: number, operation: string): UnavailableError {
  const message = `customerio answered ${operation} with HTTP ${status} and a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "customerio", operation, status });
}
