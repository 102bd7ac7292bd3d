/** What a source's genuine payloads hold that its schemas do not know: names and types alone. */
export interface UnknownShape {
  /** The sender's own word for what happened. */
  readonly kind: string;
  /** `/data/lines[]/price`; `*` stands for a name that looks like none. */
  readonly path: string;
  readonly type: string;
  readonly first: string;
  readonly last: string;
}
