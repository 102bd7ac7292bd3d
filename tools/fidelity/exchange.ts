import type { Pattern } from "./match.ts";

/** How we know what a system answers. */
export type Basis = "recorded" | "documented" | "reported" | "believed";

/** A request. Texts may speak of {run}, which is another one in each run, and of what an earlier answer has left: {lead}. */
export interface Sent {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the API's version; from the root where it begins with /services/ or is customer.io's. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, in the place of a body. */
  readonly text?: string;
  /** These come after the credentials', and may replace them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request, and what matters of the answer. */
export interface Exchange {
  readonly name: string;
  readonly basis: Basis;
  readonly sent: Sent;
  readonly status: number;
  readonly headers?: Readonly<Record<string, Pattern>>;
  /** What the body must look like; members that are not named may be there or not. */
  readonly body?: Pattern;
  /** What later exchanges of the topic call by these names, and where the body has it: `{ lead: "id" }`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** What the real system must have for it: asked there only with --has WORD. */
  readonly needs?: string;
  /** Brought about in the stand-in by this fault, and in a real system by nobody: not asked there. */
  readonly fault?: { readonly fault: string; readonly match: string };
  /** An answer that comes to be so within a while: reads that lag behind writes. */
  readonly isEventual?: boolean;
}

/** Exchanges in their order, in a system that holds nothing of theirs before. */
export interface Topic {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
  /** How the stand-in is set up for it. */
  readonly setUp?: Readonly<Record<string, unknown>>;
  /** What is asked last, whatever the answers were, so that nothing stays; records of Salesforce go by their ids. */
  readonly removed?: readonly Sent[];
}
