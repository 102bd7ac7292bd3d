/** What people and senders really send, where that was reported, and what must come of it. */
export interface Input {
  readonly what: string;
  /** Where somebody met it, or its sender or a standard documents it. */
  readonly reported: string;
  /** A sample of samples/webhooks, and what differs: members to be merged into it (undefined: taken out), or the body it becomes. */
  readonly of: readonly [source: string, sample: string];
  readonly differs: object | ((body: string) => string | Buffer);
  readonly headers?: Readonly<Record<string, string>>;
  readonly comes: Coming;
}

export type Coming =
  | {
      readonly outcome: "published";
      readonly person?: string;
      readonly time?: string;
      readonly data?: object;
      /** Members that the data has not. */
      readonly lacks?: readonly string[];
    }
  | { readonly outcome: "ignored" }
  /** Kept, with the field that somebody has to look at. */
  | { readonly outcome: "quarantined"; readonly field: string };

export const ADA = "ada@example.com";
export const FORM = ["app", "form.submitted"] as const;
