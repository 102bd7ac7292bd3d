import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";

/** The clients that handlers may use, by name. Each file in functions/clients adds its own by declaration merging. */
export interface Clients {}

/**
 * One request and one answer, whose body is read by text(). The part of globalThis.fetch that is needed here:
 * implemented by our own transport, which loads faster, and by stand-ins that are called without a socket.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Over a new connection, which is closed afterwards. */
  readonly isFresh?: boolean;
  readonly redirect: "manual";
}

export interface FetchResponse {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Iterable<[name: string, value: string]> & { get(name: string): string | null | undefined };
  text(): Promise<string>;
}

/** A value that an instance reads from its environment once, when it starts. */
export interface SettingSpecification {
  /** What it is and where its value comes from: printed when it is missing. */
  readonly description: string;
  /** The name in Secret Manager, for secrets. */
  readonly secret?: string;
  /** Used when the environment has none; without a default the setting is required. */
  readonly default?: string;
}

/** What an instance gives a client once, when the first event needs it. */
export interface ClientEnvironment<Setting extends string> {
  readonly settings: Readonly<Record<Setting, string>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** How many instances of the handler may run at once; a system's limits are divided by this. Default 1. */
  readonly instances?: number;
}

/** What a client is given for one event. */
export interface ClientCall {
  /** Fires at the event's deadline: every call still open is given up then. */
  readonly signal: AbortSignal;
  /** Receives one line per outgoing call. */
  readonly log: Log;
  /** The handler's name, for systems that are told who calls. */
  readonly handler: string;
  /** The delivery's id, by which the system can distinguish its calls; absent if there is none. */
  readonly traceparent?: string | undefined;
  /** For what systems say of their own state in each answer. */
  readonly onAnswer?:
    | ((system: string, answer: Pick<FetchResponse, "status" | "headers">, operation: string) => void)
    | undefined;
  /** For traces: each call when it has ended, answered or not. */
  readonly onCall?: ((call: FinishedCall) => void) | undefined;
  /** For the sweep: each write that a system has accepted and may still drop. */
  readonly onWrite?: ((write: AcceptedWrite) => void) | undefined;
}

export interface FinishedCall {
  readonly system: string;
  /** Ids left out. */
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The HTTP status; absent if there was no answer. */
  readonly status?: number;
  /** Why there was no answer: `TIMEOUT`, or the network's code. */
  readonly code?: string;
}

/** A write that a system has accepted. */
export interface AcceptedWrite {
  readonly system: string;
  /** Writes of one run with the same key are sent again together, in their order. */
  readonly key: string;
  /** Whether the system can be asked whether it is there. */
  readonly isFindable: boolean;
  /** The client's own plain JSON: all that is needed to look for the write and to send it again. */
  readonly write: object;
}

/** How accepted writes are looked for and sent again. Writes are passed as they were noted, but come from outside. */
export interface Sweeping {
  /** Returns the indices of the runs of which something is missing. What can't be told counts as present. */
  findMissing(runs: readonly SentRun[]): Promise<readonly number[]>;
  /** Sends all writes of a run again; those that had effect have no further one. */
  sendAgain(run: SentRun): Promise<void>;
  /** How many writes the system itself says that it has refused since then, after accepting them. */
  countRefused(since: number): Promise<number>;
}

export interface SentRun {
  readonly writes: readonly unknown[];
  /** When the last of them was accepted: milliseconds since the epoch. */
  readonly takenAt: number;
  /** How often the run has been sent again. */
  readonly times: number;
}

/** A system's client: its settings, and how it is connected. */
export interface ClientSpecification<Name extends keyof Clients = keyof Clients, Setting extends string = string> {
  readonly name: Name;
  /** By environment variable. */
  readonly settings: Readonly<Record<Setting, SettingSpecification>>;
  /**
   * Called once per instance, and makes no call itself. What it returns is called for each event, and shares sessions
   * and sockets among events. Checks its secrets last: a plan without them checks the other settings.
   */
  connect(environment: ClientEnvironment<Setting>): (call: ClientCall) => Clients[Name];
  /**
   * Checks that the system answers and accepts our credential, for the keeper of paused handlers. A read that costs at
   * most one call, besides a login; rejects as any call does.
   */
  probe?(environment: ClientEnvironment<Setting>): (call: ClientCall) => Promise<void>;
  /** For a system that may accept a write and drop it: how the sweep looks for what was accepted. */
  sweep?(environment: ClientEnvironment<Setting>): (call: ClientCall) => Sweeping;
}

/** Declares a system's client; the file functions/clients/NAME/client.ts default-exports what this returns. */
export function defineClient<Name extends keyof Clients, Setting extends string>(
  specification: ClientSpecification<Name, Setting>,
): ClientSpecification<Name, Setting> {
  return specification;
}
