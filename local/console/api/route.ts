import type { IncomingMessage, ServerResponse } from "node:http";
import type { Console } from "../console.ts";
import type { Schema } from "./json-schema.ts";

/** A request, its parts as the route's schemas have let them through. */
export interface ApiCall {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A route as data, on what is served by it: it is answered, checked and documented by this. */
export interface Route<On = Console> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** `/api/events/{id}` */
  readonly path: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, Schema>>;
  /** Of the body; without it none is read. */
  readonly request?: Schema;
  /** Of the answer; without it there is none: 204. */
  readonly answer?: Schema;
  /** Throws a sentence on what is wrong: answered by 400, or the RefusedCall's own status. */
  run(console: On, call: ApiCall): unknown;
}

/** A route that answers by itself, and for as long as it likes. */
export interface StreamRoute<On = Console> extends Omit<Route<On>, "run" | "request"> {
  stream(console: On, request: IncomingMessage, response: ServerResponse): void;
}

export type AnyRoute<On = Console> = Route<On> | StreamRoute<On>;
