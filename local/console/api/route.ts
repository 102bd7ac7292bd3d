import type { IncomingMessage, ServerResponse } from "node:http";
import type { Console } from "../console.ts";
import type { Schema } from "./json-schema.ts";

/** A request with its parts validated by the route's schemas. */
interface ApiCall {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A route as data, from which it is answered, validated and documented. */
export interface Route<On = Console> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** For instance `/api/events/{id}` */
  readonly path: string;
  readonly summary: string;
  readonly query?: Readonly<Record<string, Schema>>;
  /** The body's schema; without it, no body is read. */
  readonly request?: Schema;
  /** The answer's schema; without it, the answer is an empty 204. */
  readonly answer?: Schema;
  /** Throws a sentence about what is wrong: answered with 400, or with the RefusedCall's status. */
  run(console: On, call: ApiCall): unknown;
}

/** A route that writes its own response, for as long as it likes. */
export interface StreamRoute<On = Console> extends Omit<Route<On>, "run" | "request"> {
  stream(console: On, request: IncomingMessage, response: ServerResponse): void;
}

export type AnyRoute<On = Console> = Route<On> | StreamRoute<On>;
