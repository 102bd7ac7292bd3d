/** What the prover tells, the console's API answers and its page shows. Types alone. */

export interface ProofRequest {
  /** Left out: all. */
  readonly handler?: string;
  /** Only the cases whose names hold this. */
  readonly case?: string;
  readonly seed?: number;
  /** For so long is tried what is drawn: `15s`, `2m`. */
  readonly budget?: string;
}

/** A proof that was asked for. */
export interface ProofRun {
  readonly id: string;
  readonly asked: ProofRequest;
  readonly state: "under way" | "done" | "ended" | "failed";
  /** Why it could not be made. */
  readonly error?: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly cases: number;
  readonly failures: number;
  /** The handlers whose cases run. */
  readonly doing: readonly string[];
  /** Once it is done: what was drawn, and how much there was time for. */
  readonly summary?: ProofSummary;
}

export interface ProofSummary {
  readonly seconds: number;
  /** Cases whose results are an earlier proof's, since nothing has changed. */
  readonly kept: number;
  readonly seed: number;
  readonly drawn: number;
  readonly tried: number;
}

/** The last proof, with what all of them have come to, handler by handler. */
export interface ProofView {
  /** Null where none was made since the start. */
  readonly run: ProofRun | null;
  readonly handlers: readonly HandlerView[];
}

export interface HandlerView {
  readonly handler: string;
  /** What names its bundle as it is built now. */
  readonly built: string;
  /** It was built anew since it was proved. */
  readonly isOld: boolean;
  readonly cells: readonly BoardCell[];
  readonly kinds: readonly ProofKind[];
  /** What is wrong beside any case: sentences that begin with the handler's name. */
  readonly problems: readonly string[];
  /** Null as long as it is not proved to the end. */
  readonly bounds: ProofBounds | null;
}

/** The cases of one property, place and disturbance, over all samples and states; `states` are those of one sample and state. */
export interface ProofCell {
  readonly property: string;
  /** An operation, or where else it is disturbed. */
  readonly place: string;
  readonly disturbance: string;
  readonly ok: number;
  readonly declared: number;
  readonly failed: number;
  /** The first that fails, or else the first. */
  readonly example: string;
  /** Of the example, where it fails. */
  readonly kind?: string;
}

/** A cell on the board: of an earlier build than the handler's present one, it is old. */
export type BoardCell = ProofCell & { readonly isOld: boolean };

/** Failures that are most likely one mistake. */
export interface ProofKind {
  readonly kind: string;
  /** The end of the sentence that begins with the handler's name. */
  readonly rule: string;
  readonly count: number;
  /** The shortest case that shows it. */
  readonly case: string;
  readonly command: string;
}

export interface ProofBounds {
  readonly cleanCalls: number;
  readonly repeatedCalls: number;
  readonly repeatedWrites: number;
  readonly longestMs: number;
  readonly ackDeadlineMs: number;
}

/** All that there is to know about a case. */
export interface ProofStory {
  readonly name: string;
  readonly handler: string;
  /** What plays it. */
  readonly command: string;
  readonly findings: readonly string[];
  readonly says?: string;
  /** The undisturbed run, and this case's. */
  readonly expected: readonly StoryDelivery[];
  readonly actual: readonly StoryDelivery[];
  /** The kinds of record that differ. */
  readonly worlds: readonly StoryWorld[];
  /** The last call after which the right end is still in reach; "none" where there is none, null where none is looked for. */
  readonly turningPoint: number | "none" | null;
}

export interface StoryDelivery {
  readonly number: number;
  readonly handler: string;
  readonly event: string;
  readonly atSeconds: number;
  /** Null where the process is gone. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly calls: readonly StoryCall[];
  /** Of several messages, how many. */
  readonly batch: number | null;
}

export interface StoryCall {
  readonly index: number;
  readonly operation: string;
  /** Null where none came. */
  readonly answer: string | null;
  /** What befell it, and what that does. */
  readonly disturbance: string | null;
  readonly meaning: string | null;
  readonly request: string;
  readonly answerBody: string;
  /** It was made when the delivery had been acknowledged. */
  readonly isLate: boolean;
}

export interface StoryWorld {
  readonly kind: string;
  /** So many are the same in both worlds. */
  readonly same: number;
  readonly pairs: readonly {
    readonly what: string;
    /** As JSON; left out where the record or the field is not there. */
    readonly rows: readonly {
      readonly field: string;
      readonly expected?: string;
      readonly actual?: string;
      readonly differs: boolean;
    }[];
  }[];
}

/** What `npm run prove -- --lines` prints, a JSON line each. */
export type ProofLine = ProofProgress | { readonly end: ProofEnd };

export interface ProofProgress {
  readonly cases: number;
  readonly failures: number;
  readonly doing: readonly string[];
  /** Those that have changed, as they are now. */
  readonly cells: readonly (ProofCell & { readonly handler: string })[];
  /** Of the handlers of which there are new failures: all so far. */
  readonly kinds: Readonly<Record<string, readonly ProofKind[]>>;
  /** Those that are new. */
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
