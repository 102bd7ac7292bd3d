import type { Clock } from "./clock.ts";
import type { FaultRule, Faults } from "./faults.ts";
import type { StandIn } from "./stand-in.ts";

/** Whom a case is about, and when. */
export interface Subject {
  /** The normalised e-mail. */
  readonly email: string;
  /** When the event happened that the case delivers: milliseconds since the epoch. */
  readonly eventAt: number;
  /** Every campaign that the project configures. */
  readonly campaigns: readonly { readonly id: string; readonly name: string }[];
}

/** What the system holds before the event arrives. The campaigns are there in each. */
export interface StartingState {
  readonly name: string;
  arrange(subject: Subject): void;
}

/** What a person or another tool may do at any moment. */
export interface Intervention {
  readonly name: string;
  /** Does it. False where there is nothing to do it to. */
  act(subject: Subject): boolean;
}

/** A fault that makes sense for a call. */
export interface FaultFit {
  /** As matrices and specifications name it: the fault's own name, or the refusal's code. */
  readonly name: string;
  readonly rule: Omit<FaultRule, "system" | "match" | "from" | "times">;
  /** The system refuses the message for ever: any further attempt is wasted. */
  readonly isPermanent: boolean;
}

/** One request, as much of it as tells one kind of call from another. */
export interface CallKind {
  readonly method: string;
  readonly url: URL;
}

/** Field of a kind of record that a comparison is to leave out. */
export type IsLeftOut = (kind: string, field: string) => boolean;

/** One vendor's system, opened to prove handlers on: its stand-in, and what only the vendor's side can say. */
export interface ProvedSystem {
  /** Its name in fault rules, and the client's. */
  readonly name: string;
  /** Requests to this origin are for it. */
  readonly origin: string;
  readonly standIn: StandIn;
  /** The settings that lead a client to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Back to no records and the usual setup, with the campaigns that are configured. */
  reset(subject: Subject): void;
  /** The first is the one that holds nothing of the person. */
  readonly startingStates: readonly StartingState[];
  readonly interventions: readonly Intervention[];
  /** The call by what it does, ids left out: `POST /sobjects/Lead`. */
  operationOf(call: CallKind): string;
  faultsFor(call: CallKind): readonly FaultFit[];
  /** Whether a call changes nothing where the same event has already had its effect; `earlier` are that delivery's bodies. */
  isHarmless(call: CallKind & { readonly body: string }, earlier: readonly string[]): boolean;
  /**
   * All that counts of a stand-in's state, by kind of record: no generated ids (a reference is put as what it refers to), no times of the
   * vendor's own. Order does not count; how often a record is there does.
   */
  comparable(
    state: Readonly<Record<string, readonly unknown[]>>,
    isLeftOut: IsLeftOut,
  ): Readonly<Record<string, readonly object[]>>;
  /** After so long the vendor may take a repeated call for a new one; undefined where its documents state nothing. */
  readonly deduplicationMs: number | undefined;
}

/** What local/SYSTEM/stand-in.ts exports as `provable`; nothing else has to know of the system. */
export interface Provable {
  readonly name: string;
  /** Those beyond the common ones: name → description. */
  readonly faults: Readonly<Record<string, string>>;
  open(surroundings: { readonly clock: Clock; readonly faults: Faults; readonly random: () => number }): ProvedSystem;
}
