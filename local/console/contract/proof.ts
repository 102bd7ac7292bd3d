/** The types that the prover, the console's API and its page share. */

import type { Time } from "./time.ts";

export interface ProofRequest {
  /** Default: all. */
  readonly handler?: string;
  /**
   * Only cases whose names contain this.
   * @minLength 1
   */
  readonly case?: string;
  /**
   * @type integer
   * @minimum 0
   */
  readonly seed?: number;
  /**
   * How long to try random cases: `15s`, `2m`.
   * @pattern ^[0-9]+[sm]$
   */
  readonly budget?: string;
}

/** A requested proof. */
export interface ProofRun {
  readonly id: string;
  readonly asked: ProofRequest;
  readonly state: "under way" | "done" | "ended" | "failed";
  /** Why it could not run. */
  readonly error?: string;
  readonly startedAt: Time;
  readonly endedAt: Time | null;
  readonly cases: number;
  readonly failures: number;
  /** Handlers whose cases are running. */
  readonly doing: readonly string[];
  /** Only once done: what was sampled, and how much fitted into the budget. */
  readonly summary?: ProofSummary;
}

export interface ProofSummary {
  readonly seconds: number;
  /** Cases whose results were reused from an earlier proof, since nothing has changed. */
  readonly kept: number;
  readonly seed: number;
  readonly drawn: number;
  readonly tried: number;
}

/** The last proof, with the results of all proofs by handler. */
export interface ProofView {
  /** Null if there was none since the start. */
  readonly run: ProofRun | null;
  readonly handlers: readonly HandlerBoard[];
}

export interface HandlerBoard {
  readonly handler: string;
  /** The hash of its current bundle. */
  readonly built: string;
  /** It has been rebuilt since it was proved. */
  readonly isOld: boolean;
  readonly cells: readonly BoardCell[];
  readonly kinds: readonly ProofKind[];
  /** General problems: sentences that begin with the handler's name. */
  readonly problems: readonly string[];
  /** Null until it is proved completely. */
  readonly bounds: ProofBounds | null;
}

/**
 * The cases of one property, place and disturbance, over all samples and states; for `states`, the cases of one sample
 * and state.
 */
export interface ProofCell {
  readonly property: string;
  /** An operation, or another place of the disturbance. */
  readonly place: string;
  readonly disturbance: string;
  readonly ok: number;
  readonly declared: number;
  readonly failed: number;
  /** The first failing case, or else the first. */
  readonly example: string;
  /** The example's kind of failure. */
  readonly kind?: string;
}

/** A cell on the board; old if proved with an earlier build of its handler. */
export type BoardCell = ProofCell & { readonly isOld: boolean };

/** Failures with most likely the same cause. */
export interface ProofKind {
  readonly kind: string;
  /** The rest of a sentence that begins with the handler's name. */
  readonly rule: string;
  readonly count: number;
  /** The shortest case that shows it. */
  readonly case: string;
  readonly command: string;
}

/** A handler's maximum cost over all samples and starting states. */
export interface ProofBounds {
  readonly cleanCalls: number;
  readonly repeatedCalls: number;
  /** Writes among them. In Salesforce there must be none. */
  readonly repeatedWrites: number;
  readonly longestMs: number;
  readonly ackDeadlineMs: number;
}

/** Everything about a case. */
export interface ProofStory {
  readonly name: string;
  readonly handler: string;
  /** The command that plays it. */
  readonly command: string;
  readonly findings: readonly string[];
  readonly says?: string;
  /** The undisturbed run, and this case's. */
  readonly expected: readonly StoryDelivery[];
  readonly actual: readonly StoryDelivery[];
  /** The kinds of record that differ. */
  readonly worlds: readonly StoryWorld[];
  /**
   * The last call after which the right end state can still be reached; "none" if there is none, null if not searched
   * for.
   */
  readonly turningPoint: number | "none" | null;
}

export interface StoryDelivery {
  readonly number: number;
  readonly handler: string;
  readonly event: string;
  readonly atSeconds: number;
  /** Null if the process died. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly calls: readonly StoryCall[];
  /** For several messages, their number. */
  readonly batch: number | null;
}

export interface StoryCall {
  readonly index: number;
  readonly operation: string;
  /** Null without an answer. */
  readonly answer: string | null;
  /** What was injected, and its effect. */
  readonly disturbance: string | null;
  readonly meaning: string | null;
  readonly request: string;
  readonly answerBody: string;
  /** Made after the delivery was acknowledged. */
  readonly isLate: boolean;
}

/** The expected and actual records of one kind. */
export interface StoryWorld {
  readonly kind: string;
  /** How many records are equal in both end states. */
  readonly same: number;
  readonly pairs: readonly RecordPair[];
}

/** A wrong record by field, differing fields first. */
export interface RecordPair {
  readonly what: "missing" | "too many" | "changed";
  readonly rows: readonly RecordRow[];
}

export interface RecordRow {
  readonly field: string;
  /** As JSON; absent if the record or field does not exist. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly differs: boolean;
}

/** A JSON line of `npm run prove -- --lines`. */
export type ProofLine = ProofProgress | { readonly end: ProofEnd };

export interface ProofProgress {
  readonly cases: number;
  readonly failures: number;
  readonly doing: readonly string[];
  /** Changed cells with their current counts. */
  readonly cells: readonly (ProofCell & { readonly handler: string })[];
  /** For handlers with new failures, all kinds so far. */
  readonly kinds: Readonly<Record<string, readonly ProofKind[]>>;
  /** New stories. */
  readonly stories: readonly ProofStory[];
}

export interface ProofEnd {
  readonly summary: ProofSummary;
  readonly handlers: readonly {
    readonly handler: string;
    readonly problems: readonly string[];
    readonly bounds: ProofBounds;
  }[];
}
