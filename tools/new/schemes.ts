import * as exported from "../../functions/runtime/signatures/schemes.ts";
import { UsageError } from "../../local/core/problems.ts";
import { didYouMean } from "../../bundler/nearest.ts";
import { titleOf } from "./names.ts";

/** Those that are told something; the others are called without. */
const ARGUMENTS: Readonly<Record<string, (source: string) => string>> = {
  staticHeader: (source) => `{ name: "${titleOf(source)}", header: "x-ycat-secret" }`,
  urlParameter: (source) => `{ name: "${titleOf(source)}", parameter: "key" }`,
};

/** Its sender signs with a key of its own, which a sample here can't be tried with. */
const WITH_KEY_PAIR = new Set(["sendGrid"]);

const schemes: Readonly<Record<string, unknown>> = exported;
const names = new Map(
  Object.keys(schemes)
    .filter((name) => !WITH_KEY_PAIR.has(name))
    .map((name) => [spoken(name), name]),
);

/** As people say it: `standard-webhooks`, `stripe`. */
const schemeNames = [...names.keys()].toSorted();

export interface Scheme {
  /** What functions/runtime/signatures/schemes.ts calls it, and how a source calls that. */
  readonly export: string;
  readonly code: string;
  /** The headers that hold the delivery's id, where the scheme signs one. */
  readonly idHeader?: string;
}

/** @throws UsageError where there is no such scheme, or none was given and the source is called like none. */
export function schemeOf(given: string | undefined, source: string): Scheme {
  const asked = given ?? source;
  const name = [...names].find(([known]) => plain(known) === plain(asked))?.[1];
  if (name === undefined) {
    const what = given === undefined ? "--scheme says how the sender signs" : `--scheme is "${given}"`;
    throw new UsageError(`${what}; ${didYouMean(given ?? "", schemeNames)}`);
  }
  const code = `${name}(${ARGUMENTS[name]?.(source) ?? ""})`;
  return { export: name, code, ...(isWebhooks(name) && { idHeader: name === "svix" ? "svix-id" : "webhook-id" }) };
}

function isWebhooks(name: string): boolean {
  return name === "standardWebhooks" || name === "svix";
}

function spoken(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, "");
}
