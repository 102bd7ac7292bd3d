/**
 * What went wrong, in terms that may be logged and attached to a dead letter: codes and names, never a system's text, a
 * payload or personal data.
 */
export interface Reason {
  /** An upper-case code, the system's own where it has one: `INVALID_FIELD`, `HTTP_503`, `DEADLINE`. */
  readonly code: string;
  /** The system or part of ycat that refused: `salesforce`, `customerio`, `schema`. */
  readonly system: string;
  /** The failed operation, without ids: `POST /sobjects/Lead`. */
  readonly operation?: string;
  /** The field that was refused: `Phone`, `/data/email`. */
  readonly field?: string;
  /** Whether that field is missing. Absent if it is present or that is unknown. */
  readonly isMissing?: true;
  /** The answer's HTTP status. */
  readonly status?: number;
}

/** An error that knows its reason. Never thrown itself: its subclasses below tell delivery what to do. */
export abstract class DeliveryError extends Error {
  readonly reason: Reason;

  constructor(message: string, reason: Reason, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.reason = reason;
  }
}

/** Thrown when a system refuses permanently what the event asks: dead-lettered at once, never retried. */
export class PermanentError extends DeliveryError {
  /**
   * The campaign, or another thing of the kind, that alone may be why: events of the others are to go on, so the handler
   * pauses only if events of several such things meet the same refusal. Undefined where all may meet it.
   */
  readonly concerns: string | undefined;

  constructor(
    message: string,
    reason: Reason,
    options: ErrorOptions & { readonly concerns?: string | undefined } = {},
  ) {
    super(message, reason, options);
    this.concerns = options.concerns;
  }
}

/**
 * Thrown when a system is down, slow, throttling or refuses the login. Nothing is wrong with the message: it is retried
 * with backoff until the subscription's last attempt, then dead-lettered.
 */
export class UnavailableError extends DeliveryError {
  readonly reach: Reach;

  constructor(message: string, reason: Reason, options: ErrorOptions & { readonly reach?: Reach } = {}) {
    super(message, reason, options);
    this.reach = options.reach ?? "system";
  }
}

/**
 * Whom a refusal concerns, as far as known: everybody ("system": an outage; "allowance": the daily calls are used up);
 * whoever needs the same record at that moment ("record"); or whoever needs something that must be set up, such as a
 * permission, a field or a channel ("settings").
 */
export type Reach = "system" | "allowance" | "record" | "settings";

/** Whether no event gets through, whatever is in it. */
export function isForEverybody({ reach }: UnavailableError): boolean {
  return reach === "system" || reach === "allowance";
}

/** It crashed on this request, or a gateway got no answer to it or waited in vain; 503 means that it is down or busy. */
export const OF_ONE_REQUEST: readonly (number | undefined)[] = [500, 502, 504];

/**
 * A conflict, a lock, or too early: another call holds the same record at this moment.
 * https://www.rfc-editor.org/rfc/rfc9110#name-409-conflict
 */
export const RECORD_IN_USE: readonly number[] = [409, 423, 425];

/** Whether one record may be why: it is held, crashes the system, or is so slow or heavy that no answer comes in time. */
export function isOfOneRecord({ reach, reason: { code, status } }: UnavailableError): boolean {
  return reach === "record" || code === "TIMEOUT" || OF_ONE_REQUEST.includes(status);
}

/**
 * Thrown when a system refuses with a code that no table has. If only one person's events meet it, it counts as theirs:
 * the message gets the few attempts of any other error, then becomes a dead letter with its reason. If two people's
 * meet it within an hour, it counts as the system's, and they wait as in an outage.
 */
export class UnexpectedRefusalError extends DeliveryError {}

/** Thrown at start when a setting or a secret is missing or malformed: the function stops with its message. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** Thrown by define* and by the build when a specification is wrong: the build fails with its message. */
export class SpecificationError extends Error {
  override readonly name = "SpecificationError";
}

/** Thrown while a webhook is turned into events, when the genuine payload is refused: quarantined with its reason. */
export class RefusedPayloadError extends Error {
  override readonly name = "RefusedPayloadError";
  readonly reason: Reason;

  constructor(message: string, reason: Reason, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
