/** The console API's types for faults. */

/** A handler's call to an operation, and the faults it may meet. */
export interface FaultCell {
  readonly handler: string;
  readonly system: string;
  readonly operation: string;
  readonly faults: readonly {
    readonly name: string;
    /** Body for POST /api/faults. */
    readonly rule: Readonly<Record<string, unknown>>;
    /** The system refuses the message for good. */
    readonly isPermanent: boolean | null;
    readonly proof: FaultProof;
  }[];
}

/** The proof's results for a fault at an operation. */
export interface FaultProof {
  /** Cases proved since the start; null if none. */
  readonly cases: { readonly ok: number; readonly declared: number; readonly failed: number } | null;
  /** One of them: the shortest failing one, if any. */
  readonly example?: string;
  /** The handler has been rebuilt since. */
  readonly isOld?: true;
  /** Why the result may differ, by proof/HANDLER.declared.json or the stand-in. */
  readonly declared?: string;
}

export interface FaultRow {
  readonly system: string;
  readonly match?: string;
  readonly fault: string;
  readonly from?: number;
  readonly times?: number;
  /**
   * How many requests it has changed, and on how many it was used: a refusal of a field changes nothing if the field is
   * absent.
   */
  readonly hits: number;
  readonly spent: number;
  /** Parameters of the fault: `status`, `milliseconds`. */
  readonly [parameter: string]: unknown;
}
