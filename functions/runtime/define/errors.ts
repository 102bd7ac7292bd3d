/**
 * What went wrong, in words that may be logged and attached to a dead letter: codes and names, never a system's text, a
 * payload or a person's data.
 */
export interface Reason {
  /** Upper-case code, the system's own where it has one: `INVALID_FIELD`, `HTTP_503`, `DEADLINE`. */
  readonly code: string;
  /** The system or part of ycat that refused: `salesforce`, `customerio`, `schema`. */
  readonly system: string;
  /** The operation that failed, with ids left out: `POST /sobjects/Lead`. */
  readonly operation?: string;
  /** The field that was refused: `Phone`, `/data/email`. */
  readonly field?: string;
  /** Whether that field is not there at all. Left out: it is there, or nobody can tell. */
  readonly isMissing?: true;
  /** The answer's HTTP status. */
  readonly status?: number;
}

/** An error that knows its reason. Not thrown itself: its two kinds below tell delivery what to do. */
export abstract class DeliveryError extends Error {
  readonly reason: Reason;

  constructor(message: string, reason: Reason, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.reason = reason;
  }
}

/** Thrown when a system refuses for ever what the event asks: dead-lettered at once, never retried. */
export class PermanentError extends DeliveryError {}

/**
 * Thrown when a system is down, slow, throttled or not to be logged in to. Nothing is wrong with the message:
 * retried with backoff until the subscription's last attempt, then dead-lettered.
 */
export class UnavailableError extends DeliveryError {
  readonly reach: Reach;

  constructor(message: string, reason: Reason, options: ErrorOptions & { readonly reach?: Reach } = {}) {
    super(message, reason, options);
    this.reach = options.reach ?? "system";
  }
}

/**
 * Whom a refusal is for, as far as it says: everybody, as in an outage or since the calls of the day are used up; those who want the
 * same record at that moment; or those who need what somebody has to set up, a right, a field or a channel.
 */
export type Reach = "system" | "allowance" | "record" | "settings";

/** Whether nobody's event gets through, whatever is in it. */
export function isForEverybody({ reach }: UnavailableError): boolean {
  return reach === "system" || reach === "allowance";
}

/**
 * Thrown when a system refuses with a code that no table has. Where one person's events alone meet it, it is theirs: the
 * message gets the few attempts of any other error, and then a dead letter with its reason. Where two people's meet it
 * within an hour, it is the system's, and they wait as in an outage.
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
