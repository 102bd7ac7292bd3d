/** The console API's errors, and the build's. */

export interface BuildError {
  readonly message: string;
  /** For instance `functions/handlers/form-submitted.ts:12:3`. */
  readonly place?: string;
}

/** The API's error: a sentence that names the field and what to do. */
export interface ApiError {
  readonly error: string;
}
