/** Instrumented handler and client files, with a counter at each point. Plain data, for workers. */
export interface Counted {
  /** Instrumented text by URL. */
  readonly texts: Readonly<Record<string, string>>;
  readonly files: readonly CountedFile[];
}

export interface CountedFile {
  /** Relative to the root. */
  readonly file: string;
  /** Index of the file's first point among all points, and its number of points. */
  readonly first: number;
  readonly count: number;
}
