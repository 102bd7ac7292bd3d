import type { Clock } from "./clock.ts";
import type { FaultRule, Faults } from "./faults.ts";
import type { Rehearsal } from "./rehearsal.ts";

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
   * often a record is there does.
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
  /** By kind of record its field for what has no other place: there may stand, in words, what another field was refused. Left out: none. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Lists of words of which it takes no others. Left out: none. */
  readonly words?: readonly (readonly string[])[];
  /** What it gives no handler any means against: after that the end may be another one. Left out: nothing. */
  readonly impossible?: readonly Impossible[];
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
  /** What somebody must mend before a handler that meets it can have its effect. Left out: nothing. */
  readonly troubles?: readonly Trouble[];
}

/** The stand-ins by name; each stand-in.ts adds what it opens by declaration merging. */
export interface OpenSystems {}

/** A stand-in that is open, with its specification. */
export interface System extends StandIn, OpenSystem {}

export type State = Readonly<Record<string, readonly unknown[]>>;

/** Every functions/configuration/NAME.json, by NAME. */
export type Configuration = Readonly<Record<string, unknown>>;

/** What became of one record. An object that is given here is never changed in place. */
export interface RecordChange {
  readonly kind: string;
  /** As idOf() tells it. */
  readonly id: string;
  /** Undefined: there was none. */
  readonly before: object | undefined;
  /** Undefined: there is none any more. */
  readonly after: object | undefined;
}

/** What a stand-in is opened with. */
export interface Surroundings {
  /** Told of every change of a record as it is made; of one that is taken back too, the other way round. */
  readonly onChange?: (change: RecordChange) => void;
  readonly clock: Clock;
  readonly faults: Faults;
  /** At least 0 and less than 1, as Math.random. */
  readonly random: () => number;
}

/** One request, as much of it as tells one operation from another. */
export interface RequestKind {
  readonly method: string;
  readonly url: URL;
  /** Where it is known: some systems take several operations in one request. */
  readonly body?: string;
}

/** One request as it was sent. */
export interface SentRequest extends RequestKind {
  readonly body: string;
}

/** Something of a kind of record that a request reads or writes. */
export interface Touch {
  readonly kind: string;
  /** Its fields, or what else can't meet: an event's id, a message's channel. To create or delete a record is to write all. */
  readonly fields: readonly string[] | "all";
  readonly isWrite: boolean;
}

/** A record that a stand-in tells from others. */
export interface KnownRecord {
  /** As in the state: `Lead`. */
  readonly kind: string;
  /** The system's own: the same before and after, and what other records refer to it by. Left out: it is told by its fields. */
  readonly id?: string;
  /** For sentences: `Lead of ada@example.com`. */
  readonly name: string;
  /** What people see first of it: `Ada Lovelace, Analytical Engines`. Left out where that is nothing. */
  readonly title?: string | undefined;
  /** When it came to be: of two that are alike, the older one. Left out: as the state has them. */
  readonly createdAt?: string | undefined;
  /** What people have put into it: no ids and times of the system's own, and nothing that follows from other fields. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What it is a record of, as `person`, and which: two of the same are that thing twice. Left out where many may be. */
  readonly of?: { readonly thing: string; readonly key: string };
}

/** A field of a kind of record. */
export interface RecordField {
  readonly kind: string;
  readonly field: string;
}

/** A fault that makes sense for an operation. */
export interface FaultFit {
  /** As matrices and specifications name it: the fault's own name, or the refusal's code. */
  readonly name: string;
  readonly rule: Omit<FaultRule, "system" | "match" | "from" | "times">;
  /**
   * The system refuses the message for ever: any further attempt is wasted. Undefined where a code does not tell: then it
   * is right to give up and right to try again.
   */
  readonly isPermanent: boolean | undefined;
  /** Of a refusal its code, and whom the system would refuse: with "everybody" no message is to blame. Left out: it is none. */
  readonly refuses?: {
    readonly code: string;
    readonly whom: "this message" | "everybody" | "anybody for a while";
    /**
     * What alone stands in the way, and no record needs: it is to be written without, in the same delivery. Where it may be
     * needed after all (required, what a record is called or hangs on), to give it up is right, too.
     */
    readonly field?: RecordField & { readonly mayBeNeeded?: boolean };
  };
  /** A refusal by a code that nobody has seen yet: it is the message's while one person alone meets it. Left out: no. */
  readonly isUnknown?: boolean;
  /** The write is answered as if it had been applied, and is not: if it can be looked for, the sweep sends it again. Left out: no. */
  readonly isDropped?: boolean;
  /** One of many that are alike: always tried where a handler first makes the call, and drawn in other situations. Left out: in all. */
  readonly isOneOfMany?: boolean;
}

/** The records that one request writes. */
export interface Rows {
  readonly count: number;
  readonly most: number;
  readonly refusals: readonly FaultFit[];
}

/** Something that may befall an operation and that no handler can mend. */
export interface Impossible {
  /** As matrices name it: a fault, what somebody does, or a late replay. */
  readonly fault: string;
  /** As its client logs it; left out where it is so of every operation of the system. */
  readonly operation?: string;
  readonly reason: string;
}

/** Whom a case is about, and when. */
export interface Subject {
  /** The normalised e-mail; where the event is about no person, one that nothing holds. */
  readonly email: string;
  /** What the event is about where that is no person, as a customer's id. */
  readonly key?: string;
  /** When the event happened that the case delivers: milliseconds since the epoch. */
  readonly eventAt: number;
  /** What the system was set up by. */
  readonly configuration: Configuration;
}

export interface StartingState {
  readonly name: string;
  /** What kind of events it makes a difference to; left out, all. */
  readonly of?: "people" | "keys";
  /** It makes one to events alone whose data has this. */
  readonly ofData?: string;
  /** It is of the system as a whole, whomever an event is about. Left out: no. */
  readonly isOfAll?: boolean;
  arrange(subject: Subject): void;
  /** Somebody acts in it by themselves: where others do too, their order decides the end, and they are left out. */
  readonly isActing?: boolean;
  /** It is another state where the system takes these fields not, and nobody needs them: all else must end as in that one. */
  readonly refuses?: { readonly like: string; readonly fields: readonly RecordField[] };
}

/** Until it is mended events wait, and none is given up; mended it leaves nothing behind. */
export interface Trouble {
  readonly name: string;
  /** Left out: no. The system refuses in words by which a message might as well be to blame: to give it up is right, too. */
  readonly isUnclear?: boolean;
  /** Left out: no. Its refusal might be the message's own, and a handler knows better: it lasts for as long as those are tried. */
  readonly isLong?: boolean;
  /** Left out: no. Somebody undoes what was done, and tells nobody: not tried where others act too; once mended, a replay mends all. */
  readonly isSilent?: boolean;
  /** Brings it about; what it returns mends it. Undefined where it would trouble nobody. */
  begin(subject: Subject): (() => void) | undefined;
}

export interface Intervention {
  readonly name: string;
  /** Does it. False where there is nothing to do it to. */
  act(subject: Subject): boolean;
  /** What it reads and writes, as a request: it is not tried before calls that can't meet it. Left out: all of the system. */
  readonly touches?: readonly Touch[];
}

/** Field of a kind of record that a comparison is to leave out. */
export type IsLeftOut = (kind: string, field: string) => boolean;
