import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";

/** The clients that handlers may use, by name. Each file in functions/clients adds its own by declaration merging. */
export interface Clients {}

/**
 * One request, one answer, whose body is read by text(). The part of globalThis.fetch that is needed: our transport, which
 * is quicker to load, and a stand-in called without a socket are both that.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Over a connection of its own, which is closed then. */
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
  /** The name in Secret Manager, where it is a secret. */
  readonly secret?: string;
  /** Used when the environment has none; without it the setting must be there. */
  readonly default?: string;
}

/** What an instance gives a client once, when the first event needs it. */
export interface ClientEnvironment<Setting extends string> {
  readonly settings: Readonly<Record<Setting, string>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Of the handler that there may be at once, this one among them: what is a system's limit is divided by them. Default 1. */
  readonly instances?: number;
}

/** What a client is given for one event. */
export interface ClientCall {
  /** Fires at the event's deadline: every call still open is given up then. */
  readonly signal: AbortSignal;
  /** Takes one line per outgoing call. */
  readonly log: Log;
  /** The handler's name, where a system is told who calls. */
  readonly handler: string;
  /** Of the delivery, for the system to tell its calls from others' by; left out where there is none. */
  readonly traceparent?: string | undefined;
  /** Told of each answer, by whatever means the client came by it: what a system says of its own state. */
  readonly heard?:
    | ((system: string, answer: Pick<FetchResponse, "status" | "headers">, operation: string) => void)
    | undefined;
  /** Told of each call, answered or not; left out where traces are off. */
  readonly called?: ((call: Called) => void) | undefined;
  /** Told of each write that a system has taken which may drop it all the same: what the sweep looks for. */
  readonly taken?: ((taken: Taken) => void) | undefined;
}

/** A call to a system that has ended. */
export interface Called {
  readonly system: string;
  /** Ids left out. */
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** HTTP's; left out where there was no answer. */
  readonly status?: number;
  /** Why there was none: `TIMEOUT`, or the network's code. */
  readonly code?: string;
}

/** A write that a system has said yes to. */
export interface Taken {
  readonly system: string;
  /** Writes of one run with the same key are sent again together, in their order. */
  readonly key: string;
  /** Whether the system can be asked if it is there. */
  readonly isFindable: boolean;
  /** The client's own, plain JSON: all that it takes to look for it, and to send it again. */
  readonly write: object;
}

/** How what a system has taken is looked for, and sent again. Writes are as they were taken, but come from outside. */
export interface Sweeping {
  /**
   * Of several runs' writes those runs of which something is not there, by their places. What can't be told is taken to be there.
   */
  findMissing(runs: readonly SentRun[]): Promise<readonly number[]>;
  /** Sends all of a run again: what is there already is not changed by it. */
  sendAgain(run: SentRun): Promise<void>;
  /** How many writes the system itself says it has refused since then, after it had said yes to them. */
  countRefused(since: number): Promise<number>;
}

export interface SentRun {
  readonly writes: readonly unknown[];
  /** When the last of them was taken: milliseconds since the epoch. */
  readonly takenAt: number;
  /** How often it has been sent again. */
  readonly times: number;
}

/** A system's client: its settings, and how it is connected. */
export interface ClientSpecification<Name extends keyof Clients = keyof Clients, Setting extends string = string> {
  readonly name: Name;
  /** By environment variable. */
  readonly settings: Readonly<Record<Setting, SettingSpecification>>;
  /**
   * Called once per instance, without any outgoing call; what it returns is called for each event, and shares sessions
   * and sockets between them.
   */
  connect(environment: ClientEnvironment<Setting>): (call: ClientCall) => Clients[Name];
  /**
   * Whether the system answers, and takes our credential: for the keeper of paused handlers. A read that costs one call at most,
   * a login aside; rejects as any call does.
   */
  probe?(environment: ClientEnvironment<Setting>): (call: ClientCall) => Promise<void>;
  /** Of a system that may take a write and drop it: how the sweep looks for what was taken. */
  sweep?(environment: ClientEnvironment<Setting>): (call: ClientCall) => Sweeping;
}

/** Declares a system's client; the file functions/clients/NAME/client.ts default-exports what this returns. */
export function defineClient<Name extends keyof Clients, Setting extends string>(
  specification: ClientSpecification<Name, Setting>,
): ClientSpecification<Name, Setting> {
  return specification;
}
