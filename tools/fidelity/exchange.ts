import { nothing, type Pattern } from "./match.ts";

/** How we know a system's answer. */
type Basis = "recorded" | "documented" | "reported" | "believed";

/** A request. Texts may contain {run}, which differs in each run, and values kept from earlier answers: {lead}. */
export interface Sent {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Relative to the API's version; absolute if it starts with /services/ or is customer.io's. */
  readonly path: string;
  readonly body?: unknown;
  /** A raw text to send instead of a body. */
  readonly text?: string;
  /** Added after the credentials' headers, and may replace them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request, and the relevant parts of its answer. */
export interface Exchange {
  readonly name: string;
  readonly basis: Basis;
  readonly sent: Sent;
  readonly status: number;
  readonly headers?: Readonly<Record<string, Pattern>>;
  /** Pattern for the body. Members that it does not name are ignored. */
  readonly body?: Pattern;
  /** Names for values of the body, for later exchanges of the topic: `{ lead: "id" }`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** A feature that the real system must have. Such an exchange runs there only with --has WORD. */
  readonly needs?: string;
  /** The fault that makes the stand-in answer so. A real system can't be made to, so it is not asked. */
  readonly fault?: { readonly fault: string; readonly match: string };
  /** The answer may take a while, because reads lag behind writes. */
  readonly isEventual?: boolean;
}

/** What an exchange has besides its name, request and answer. The basis, if it says none, is documentation. */
export type Besides = Partial<Omit<Exchange, "name" | "sent" | "status" | "body">>;

export function exchange(name: string, sent: Sent, status: number, body?: Pattern, besides: Besides = {}): Exchange {
  return { name, basis: "documented", sent, status, ...(body !== undefined && { body }), ...besides };
}

export function reads(name: string, path: string, body: Pattern, besides?: Besides): Exchange {
  return exchange(name, { method: "GET", path }, 200, body, besides);
}

export function changes(name: string, path: string, body: unknown, besides?: Besides): Exchange {
  return exchange(name, { method: "PATCH", path, body }, 204, nothing, besides);
}

/** Exchanges in order, starting without any of their records. */
export interface Topic {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
  /** Setup of the stand-in. */
  readonly setUp?: Readonly<Record<string, unknown>>;
  /** Sent at the end, whatever the answers were, to remove everything. Salesforce records are removed by id. */
  readonly removed?: readonly Sent[];
}
