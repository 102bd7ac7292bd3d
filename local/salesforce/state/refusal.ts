const STATUS: Readonly<Record<string, number>> = {
  ENTITY_IS_DELETED: 404,
  GONE: 410,
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: 403,
  INVALID_SESSION_ID: 401,
  METHOD_NOT_ALLOWED: 405,
  NOT_FOUND: 404,
  REQUEST_LIMIT_EXCEEDED: 403,
  UNABLE_TO_LOCK_ROW: 500,
  URL_NOT_RESET: 403,
};

interface Details {
  readonly fields?: readonly string[];
  /** Additional keys in the error's JSON, such as duplicateResut. */
  readonly extra?: object;
}

/** Salesforce's refusal: thrown where a rule is broken, serialised where the answer is made. */
export class Refusal extends Error {
  readonly code: string;
  readonly fields: readonly string[] | undefined;
  readonly extra: object | undefined;

  constructor(code: string, message: string, details: Details = {}) {
    super(message);
    this.code = code;
    this.fields = details.fields;
    this.extra = details.extra;
  }

  get status(): number {
    return STATUS[this.code] ?? 400;
  }

  /** As a response body. `fields` is omitted if Salesforce has none to name. */
  toBody(): object[] {
    const { extra, message, code: errorCode, fields } = this;
    return [{ ...extra, message, errorCode, ...(fields && { fields }) }];
  }

  /** As an entry of a collection's result, where the code is called statusCode and fields are always present. */
  toItemError(): object {
    return { statusCode: this.code, message: this.message, fields: this.fields ?? [], ...this.extra };
  }
}

/** 404 for an unknown path. */
export function notFound(): Refusal {
  return new Refusal("NOT_FOUND", "The requested resource does not exist");
}

/** For an unknown record id. */
export function unknownId(): Refusal {
  return new Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
}

/** The session's host no longer serves the org. */
export function instanceMoved(): Refusal {
  return new Refusal("URL_NOT_RESET", "Destination URL not reset. The URL returned from login must be set");
}

export function passwordExpired(): Refusal {
  const message =
    "The users password has expired, you must call SetPassword before attempting any other API operations";
  return new Refusal("INVALID_OPERATION_WITH_EXPIRED_PASSWORD", message);
}

/** Another transaction holds the row. */
export function rowLocked(ids: readonly string[]): Refusal {
  const message = `unable to obtain exclusive access to this record or ${ids.length} records: ${ids.join(",")}`;
  return new Refusal("UNABLE_TO_LOCK_ROW", message, { fields: [] });
}

/** The same within an automation, which wraps the code into its own message. */
export function triggerFailed(ids: readonly string[]): Refusal {
  const { code, message } = rowLocked(ids);
  return new Refusal(
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    `MemberTrigger: execution of AfterInsert\n\ncaused by: ${code}, ${message}: []`,
    { fields: [] },
  );
}
