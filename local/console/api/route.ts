import type { IncomingMessage, ServerResponse } from "node:http";
import type { StateOptions } from "../../runner/api/state.ts";
import type { SourceView } from "../contract/send.ts";
import type { Desk } from "../desk.ts";
import type { LetterConsole } from "./dead-letter-routes.ts";

/** A JSON Schema (2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

/** What the routes act on: one running `npm start`. */
export interface Console extends StateOptions, Desk {
  readonly sources: () => readonly SourceView[];
  readonly known: LetterConsole["known"];
  readonly settings: LetterConsole["settings"];
  /** The folder that holds `samples`: where webhooks are saved. */
  readonly saveIn: string;
}

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

/** Thrown where the request can't be answered, with the status that says why. */
export class RefusedCall extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An object's schema: all members that are not named in `optional` are there, and no others. */
export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}

export function oneOf(...values: readonly (string | number)[]): Schema {
  return { enum: values };
}

export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

export const text: Schema = { type: "string" };
export const number: Schema = { type: "number" };
export const flag: Schema = { type: "boolean" };
export const anything: Schema = {};
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
export const texts: Schema = list(text);
export const byName = (schema: Schema): Schema => ({ type: "object", additionalProperties: schema });
