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
  readonly heard?: ((system: string, headers: FetchResponse["headers"], operation: string) => void) | undefined;
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
}

/** Declares a system's client; the file functions/clients/NAME/client.ts default-exports what this returns. */
export function defineClient<Name extends keyof Clients, Setting extends string>(
  specification: ClientSpecification<Name, Setting>,
): ClientSpecification<Name, Setting> {
  return specification;
}
