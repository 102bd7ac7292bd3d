export interface SourceFile {
  /** Relative to the root. */
  readonly file: string;
  readonly source: string;
}

/** A range of a file's text, and its replacement. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}
