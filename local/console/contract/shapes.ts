/** Members of a source's genuine payloads that its schemas don't know: names and types only. */
export interface UnknownShape {
  /** The sender's word for what happened. */
  readonly kind: string;
  /** For instance `/data/lines[]/price`; `*` stands for keys that don't look like names. */
  readonly path: string;
  readonly type: string;
  readonly first: string;
  readonly last: string;
}
