import type { Configuration, Intervention, StartingState, Trouble } from "./circumstances.ts";
import type { Clock } from "./clock.ts";
import type { FaultFit, Impossible, Rows } from "./fault-fit.ts";
import type { FaultRule, Faults } from "./faults.ts";
import type { Cure, IsLeftOut, KeptFirst, KnownRecord, RecordChange, RefusalCure, Restored, State } from "./records.ts";
import type { Held, Recall } from "./recall.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { RequestKind, SentRequest, Touch } from "./requests.ts";

/** A system's answer to a request, before faults. */
export type Answer = (request: Request) => Promise<Response>;

/**
 * A system's stand-in, default-exported by local/NAME/stand-in.ts. The runner, the prover, the benchmarks and the tests
 * find it by its folder; nothing else names the system. docs/systems.md has a small example. Optional members are for
 * the prover only.
 */
export interface StandIn<Opened extends OpenSystem = OpenSystem> {
  /** The name of its folder and client; the system's name in fault rules, logs and dead letters. */
  readonly name: string;
  /** The settings, including credentials, that point the client to a stand-in at this URL. */
  settings(url: string): Readonly<Record<string, string>>;
  open(surroundings: Surroundings): Opened;

  /** All its operations; fault rules for others are refused. operationsOf() reads them from routes. */
  readonly operations: readonly string[];
  /** A request's operation, without ids, as the client logs it: `POST /sobjects/Lead`. */
  operationOf(request: RequestKind): string;
  /** Its faults besides the common ones: name → what the caller and the state see. */
  readonly faults: Readonly<Record<string, string>>;
  /**
   * What a rule of its fault must set to change anything, if that is missing: the rule is refused. Default: nothing.
   */
  faultLacks?(rule: FaultRule): string | undefined;
  /** The faults that suit a request: the prover plays all, chaos samples them. */
  faultsFor(request: RequestKind): readonly FaultFit[];

  /**
   * Whether a request changes nothing if the same event had its effect already: the only kind that a second delivery
   * may make. `earlier` holds the bodies of the first.
   */
  isHarmless(request: SentRequest, earlier: readonly string[]): boolean;
  /**
   * What a request reads and writes; requests that can't conflict are not tried together. A login touches nothing.
   * Default, or undefined: everything.
   */
  touches?(request: SentRequest): readonly Touch[] | undefined;
  /**
   * What a request uses of the system's limits or bills, by unit, for effects files: `{ "API calls of the day": 1 }`,
   * or `{}`. Default: one call.
   */
  costOf?(request: SentRequest): Readonly<Record<string, number>>;

  /**
   * Everything in a state that two runs must agree on, by kind of record, in the state's order: without generated ids
   * (references are replaced by what they refer to) and the system's own times. Equal records may come in any order,
   * but their number counts. A frozen record is assumed to hold nothing mutable.
   */
  comparable(state: State, isLeftOut: IsLeftOut): Readonly<Record<string, readonly object[]>>;
  /**
   * All records as people identify them, in the state's order. Effects files name records by this; none may disappear
   * unless the event is about it, and none may be duplicated. Default: records are identified by content and not
   * checked.
   */
  records?(state: State): readonly KnownRecord[];
  /** A record's id within its kind. Default, or undefined: its position. */
  idOf?(kind: string, record: unknown): string | undefined;
  /**
   * For a request that writes several records independently: their number, the maximum per request, and the refusals
   * that one of them (the rule's `row`) may meet. Undefined for others.
   */
  rowsOf?(request: SentRequest): Rows | undefined;
  /**
   * Kinds of records that each event adds to, such as messages and tracked events: two events add as many as each
   * alone.
   */
  readonly happenings?: readonly string[];
  /** Operations that were dropped as duplicates of something different: two things with one id. */
  mistaken?(state: State): readonly string[];
  /** If an answer is a page of several: the path that has the next one. Default: no answers are. */
  nextPageIn?(answer: string): string | undefined;
  /** Advice for whoever fixes the handler, in the story of a failure. */
  readonly cures?: readonly (Cure | RefusalCure)[];
  /**
   * The field of each kind of record for values without a place of their own, where a refused field's value may appear
   * as text.
   */
  readonly notes?: Readonly<Record<string, string>>;
  /** Equivalent spellings of a text in a note: a country's name for its code. */
  spellings?(text: string): readonly string[];
  /** Lists of values that it accepts exclusively. */
  readonly words?: readonly (readonly string[])[];
  /** What its client's verbs deliberately restore, though someone has changed it since. */
  readonly restores?: readonly Restored[];
  /** What the first of several events decides, so that it need not be declared. */
  readonly keepsFirst?: readonly KeptFirst[];
  /** What no handler can compensate for: afterwards the end state may differ. */
  readonly impossible?: readonly Impossible[];
  /** Whether numbers that are times count seconds since the epoch. Default: false. */
  readonly countsSeconds?: boolean;
  /** The age beyond which an event has only part of its effect, and which part. Default: no limit. */
  readonly late?: { readonly afterMs: number; readonly effect: string };
  /** Simulates writes. Default: effects of its handlers can't be previewed. */
  readonly rehearsal?: Rehearsal;
}

/** A running stand-in: a function from request to response, with state. It uses no sockets; see serve.ts. */
export interface OpenSystem {
  /**
   * Answers as the system would. A fault without an answer rejects as fetch does (TypeError with cause.code), or
   * returns a body that breaks off or stalls; a stalled call ends when request.signal aborts.
   */
  readonly fetch: Answer;
  /** All its records as plain JSON by kind, for GET /api/state and the console. */
  state(): State;
  /** Adds records, as someone working in the system's own UI would. Throws a sentence for an invalid record. */
  seed(records: Record<string, object[]>): void;
  /**
   * Takes a snapshot for `recall`; from then on, records are replaced instead of mutated. Undefined if something under
   * way can't be restored. Default: no answers are remembered.
   */
  hold?(): Held | undefined;
  /** Back to the initial state and default setup: no records, sessions, used quotas or pending work. */
  reset(): void;
  /** Adds what the project's configuration refers to (campaigns, channels), if missing. */
  setUp(configuration: Configuration): void;
  /** What it may know of a person before an event. The first state knows nothing. */
  readonly startingStates: readonly StartingState[];
  /**
   * Adds records of kinds that no event is about, such as users and campaigns, older than all others and with lower
   * ids: whoever takes the first of a kind meets one of these. Default: none.
   */
  addOthers?(): void;
  /** What people and other tools may do at any moment. */
  readonly interventions: readonly Intervention[];
  /** Changes a record's fields as someone working in the system would. Throws a sentence. Default: not possible. */
  editRecord?(kind: string, id: string, fields: Readonly<Record<string, unknown>>): void | Promise<void>;
  /** Deletes a record as they would. Throws a sentence. */
  deleteRecord?(kind: string, id: string): void;
  /** Other actions on a record, by kind and name: `Lead`, `convert`. Each throws a sentence. */
  readonly recordActs?: Readonly<Record<string, Readonly<Record<string, (id: string) => void>>>>;
  /** Its limits by unit, and how much is used. Default: unlimited. */
  allowance?(): Readonly<Record<string, { readonly used: number; readonly max: number }>>;
  /**
   * Uses up this share (0 to 1) of its limits on behalf of others, to show what happens then. Default: not possible.
   */
  spend?(share: number): void;
  /** Problems that someone must fix before affected handlers can finish. */
  readonly troubles?: readonly Trouble[];
}

/** The stand-ins by name; each stand-in.ts adds its own by declaration merging. */
export interface OpenSystems {}

/** An open stand-in with its specification. */
export interface System extends StandIn, OpenSystem {}

/** The dependencies of an open stand-in. */
export interface Surroundings {
  /** Called for every change of a record as it is made, and with before and after swapped if it is rolled back. */
  readonly onChange?: (change: RecordChange) => void;
  readonly clock: Clock;
  readonly faults: Faults;
  /** From 0 up to but not including 1, like Math.random. */
  readonly random: () => number;
  /**
   * Wraps answers that depend on the stand-in's state only; sessions, quotas and faults come before it. Default: no
   * recall.
   */
  readonly recall?: Recall;
}
