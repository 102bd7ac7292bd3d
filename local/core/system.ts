import type { Configuration, Intervention, StartingState, Trouble } from "./circumstances.ts";
import type { Clock } from "./clock.ts";
import type { FaultFit, Impossible, Rows } from "./fault-fit.ts";
import type { FaultRule, Faults } from "./faults.ts";
import type { Cure, IsLeftOut, KeptFirst, KnownRecord, RecordChange, Restored, State } from "./records.ts";
import type { Held, Recall } from "./recall.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { RequestKind, SentRequest, Touch } from "./requests.ts";

/** A system's answer to one request, before any fault has touched it. */
export type Answer = (request: Request) => Promise<Response>;

/**
 * All that there is to say of a system's stand-in: local/NAME/stand-in.ts default-exports one. The runner, the prover, the
 * benchmarks and the tests find it by its folder; nothing else names the system. docs/systems.md has a small one. Members
 * that may be left out are the prover's alone.
 */
export interface StandIn<Opened extends OpenSystem = OpenSystem> {
  /** The folder's name, the client's, and the system's in fault rules, logs and dead letters. */
  readonly name: string;
  /** The settings that lead the client to a stand-in at this URL, credentials included. */
  settings(url: string): Readonly<Record<string, string>>;
  open(surroundings: Surroundings): Opened;

  /** Every operation that it answers: a fault rule for any other is refused. operationsOf() reads them from routes. */
  readonly operations: readonly string[];
  /** The operation by what it does, ids left out, as the client logs it: `POST /sobjects/Lead`. */
  operationOf(request: RequestKind): string;
  /** The faults that it knows beyond the common ones: name → what the caller and the state see. */
  readonly faults: Readonly<Record<string, string>>;
  /** What a fault's rule must say to change anything, where it does not: such a rule is refused. Left out: all may be short. */
  faultLacks?(rule: FaultRule): string | undefined;
  /** The faults that make sense for an operation: the prover plays them all, chaos draws from them. */
  faultsFor(request: RequestKind): readonly FaultFit[];

  /**
   * Whether a request changes nothing where the same event has had its effect: a second delivery may make no other.
   * `earlier` are the bodies that had it.
   */
  isHarmless(request: SentRequest, earlier: readonly string[]): boolean;
  /**
   * What a request reads and writes, so that what can't meet is not tried together; a login touches nothing. Undefined, or
   * left out: all of the system.
   */
  touches?(request: SentRequest): readonly Touch[] | undefined;
  /**
   * What a request takes of what the system allows or bills, by unit, for effects files: `{ "API calls of the day": 1 }`,
   * `{}` where it takes nothing. Left out: each call is one.
   */
  costOf?(request: SentRequest): Readonly<Record<string, number>>;

  /**
   * All that counts of a state, by kind of record and in the state's order: no generated ids (a reference is put as what it
   * refers to), no times of the system's own. Two runs must end in the same. Order does not count for what is equal; how
   * often a record is there does. A frozen record is taken to hold nothing that may still change.
   */
  comparable(state: State, isLeftOut: IsLeftOut): Readonly<Record<string, readonly object[]>>;
  /**
   * Every record as people know it, in the state's order. Effects files tell one from another by it, none may get lost of
   * which the event does not speak, and none be there twice. Left out: they are told by what they hold, and nobody looks.
   */
  records?(state: State): readonly KnownRecord[];
  /** Of a record of the state its id within its kind. Left out, or undefined: it is known by its place. */
  idOf?(kind: string, record: unknown): string | undefined;
  /**
   * Of a request that writes several records, each of which is done or refused by itself: how many, how many such a request
   * takes, and what any one of them may be refused with, where the rule's `row` is to say which. Undefined of others; left
   * out: it has none.
   */
  rowsOf?(request: SentRequest): Rows | undefined;
  /**
   * Kinds of records of which every effect of an event makes one more, a message or a tracked event: two events make as many
   * as each alone. Left out: none.
   */
  readonly happenings?: readonly string[];
  /**
   * The operations of which it has dropped one as a repetition of something else than it says: two things with one id.
   * Left out: none.
   */
  mistaken?(state: State): readonly string[];
  /** What a story of a failure says to whoever has to mend the handler. Left out: nothing. */
  readonly cures?: readonly Cure[];
  /** By kind of record its field for what has no other place: there may stand, in words, what another field was refused. Left out: none. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Texts that say the same as this one, in which it may stand there: a country's name for its code. Left out: none. */
  spellings?(text: string): readonly string[];
  /** Lists of words of which it takes no others. Left out: none. */
  readonly words?: readonly (readonly string[])[];
  /** What its client's verbs write again on purpose, though somebody has changed it since. Left out: nothing. */
  readonly restores?: readonly Restored[];
  /** What is as the first of several events to arrive says it: nobody need declare that. Left out: nothing. */
  readonly keepsFirst?: readonly KeptFirst[];
  /** What it gives no handler any means against: after that the end may be another one. Left out: nothing. */
  readonly impossible?: readonly Impossible[];
  /** Whether it takes a number that is a time for seconds since the epoch. Left out: no. */
  readonly countsSeconds?: boolean;
  /** After so long the system may take a repeated request for a new one. Left out: its documents state nothing. */
  readonly deduplicationMs?: number;
  /** After so long since it happened an event has no longer its whole effect, and what it has then. Left out: it has for ever. */
  readonly late?: { readonly afterMs: number; readonly effect: string };
  /** How it would take writes that are not made. Left out: of its handlers nobody knows what they would write. */
  readonly rehearsal?: Rehearsal;
}

/** A stand-in at work: a function from request to response with state behind it. No sockets: see serve.ts. */
export interface OpenSystem {
  /**
   * Answers as the system would. A fault that has no answer rejects as fetch does (TypeError with cause.code), or
   * returns a body that breaks off or stalls; a stalled call ends when request.signal aborts.
   */
  readonly fetch: Answer;
  /** Every record it holds, as plain JSON, by kind: what GET /api/state and the page show. */
  state(): State;
  /** Adds records, as somebody else working in the system's own console would. Throws a sentence on a wrong record. */
  seed(records: Record<string, object[]>): void;
  /**
   * What it holds now, for a `recall` in its surroundings: its records are replaced then, and never changed in place. Undefined
   * where it can't be put back: something is under way. Left out: it remembers no answers.
   */
  hold?(): Held | undefined;
  /** Back to the start and the usual setup: no records, sessions or quotas used, nothing on its way. */
  reset(): void;
  /** Adds what the project's configuration counts on (campaigns, channels) and is not there yet. */
  setUp(configuration: Configuration): void;
  /** What it may hold of a person before an event comes. The first holds nothing of the person. */
  readonly startingStates: readonly StartingState[];
  /** What people and other tools may do at any moment. */
  readonly interventions: readonly Intervention[];
  /** Changes a record's fields as somebody working in the system would. Throws a sentence. Left out: it has no such people. */
  editRecord?(kind: string, id: string, fields: Readonly<Record<string, unknown>>): void | Promise<void>;
  /** Deletes a record as they would. Throws a sentence. */
  deleteRecord?(kind: string, id: string): void;
  /** What else they do to a record of a kind, by kind and name: `Lead`, `convert`. Each throws a sentence. Left out: nothing. */
  readonly recordActs?: Readonly<Record<string, Readonly<Record<string, (id: string) => void>>>>;
  /** What it allows, by unit, and how much of that is used. Left out: nothing is limited. */
  allowance?(): Readonly<Record<string, { readonly used: number; readonly max: number }>>;
  /** Has others use that part of it, 0 to 1, so that people see what becomes then. Left out: nobody can. */
  spend?(share: number): void;
  /** What somebody must mend before a handler that meets it can have its effect. Left out: nothing. */
  readonly troubles?: readonly Trouble[];
}

/** The stand-ins by name; each stand-in.ts adds what it opens by declaration merging. */
export interface OpenSystems {}

/** A stand-in that is open, with its specification. */
export interface System extends StandIn, OpenSystem {}

/** What a stand-in is opened with. */
export interface Surroundings {
  /** Told of every change of a record as it is made; of one that is taken back too, the other way round. */
  readonly onChange?: (change: RecordChange) => void;
  readonly clock: Clock;
  readonly faults: Faults;
  /** At least 0 and less than 1, as Math.random. */
  readonly random: () => number;
  /** Through which it answers what its own state decides; sessions, quotas and faults are before that. Left out: it always answers itself. */
  readonly recall?: Recall;
}
