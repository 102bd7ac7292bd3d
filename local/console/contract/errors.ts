/** How the console's API refuses, and what the build says. Types alone. */

export interface BuildError {
  readonly message: string;
  /** `functions/handlers/form-submitted.ts:12:3`. */
  readonly place?: string;
}

/** How the API refuses: a sentence that names the field and what to do. */
export interface ApiError {
  readonly error: string;
}
