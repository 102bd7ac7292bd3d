/** What the console's API says of faults. Types alone. */

/** One operation of a system that a handler makes, and what may befall it. */
export interface FaultCell {
  readonly handler: string;
  readonly system: string;
  readonly operation: string;
  readonly faults: readonly {
    readonly name: string;
    /** To be posted to /api/faults. */
    readonly rule: Readonly<Record<string, unknown>>;
    /** The system refuses the message for ever. */
    readonly isPermanent: boolean | null;
    readonly proof: FaultProof;
  }[];
}

/** What the proof says of a fault at an operation. */
export interface FaultProof {
  /** The cases of proofs since the start; null where none has come to it. */
  readonly cases: { readonly ok: number; readonly declared: number; readonly failed: number } | null;
  /** One of them: the shortest that fails, where one does. */
  readonly example?: string;
  /** The handler was built anew since. */
  readonly isOld?: true;
  /** Why proof/HANDLER.declared.json, or the stand-in, has it end otherwise. */
  readonly declared?: string;
}

export interface FaultRow {
  readonly system: string;
  readonly match?: string;
  readonly fault: string;
  readonly from?: number;
  readonly times?: number;
  /** How many requests it has changed, and on how many it was spent: a refusal of a field finds none in some. */
  readonly hits: number;
  readonly spent: number;
}
