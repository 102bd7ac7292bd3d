import type { BodyFormat } from "../../../functions/runtime/define/source.ts";
import { isObject } from "../../../functions/runtime/objects.ts";
import { areAnswers, type Payload } from "./leaves.ts";

/** The content of a file: a sender's webhooks, and how they were posted. */
export interface Given {
  /** Those of one request: several if it is a list. */
  readonly payloads: readonly Payload[];
  /** The request's, by lower-case names; empty where only the body was kept. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyFormat;
  /** Members, or a form's fields, that contain JSON as text. */
  readonly folded: readonly string[];
  /** The path to the list, as in a source. */
  readonly items?: readonly string[] | undefined;
  /** What stands beside the list. */
  readonly around: Payload;
}

const LISTS = /^(?:(?:[a-z]+_)?events|items|records|notifications|eventnotifications|webhooks|messages|data)$/i;
const SAYS_KIND = /^(?:event|event_?type|type|action|kind|subscription_?type|resource_?type)$/i;

/** The list of webhooks that a request's body is or contains; undefined for a single webhook. */
export function listOf(value: unknown): Pick<Given, "payloads" | "items" | "around"> | undefined {
  if (Array.isArray(value)) return areObjects(value) ? { payloads: value, items: [], around: {} } : undefined;
  const entries = Object.entries(Object(value));
  const [found, another] = entries.filter(([, member]) => Array.isArray(member) && areObjects(member));
  if (found === undefined || another !== undefined) return undefined;
  const [name, list] = found;
  const isAll = entries.every(
    ([other, member]) => other === name || !SAYS_KIND.test(other) || typeof member !== "string",
  );
  const payloads = list as Payload[]; // as areObjects has it
  const isList =
    LISTS.test(name) && isAll && !areAnswers(payloads) && (entries.length === 1 || payloads.every(saysKind));
  return isList ? { payloads, items: [name], around: { ...Object(value), [name]: [] } } : undefined;
}

function areObjects(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((item) => isObject(item) && Object.keys(item).length > 0);
}

function saysKind(item: Payload): boolean {
  return Object.keys(item).some((name) => SAYS_KIND.test(name) || name === "topic");
}

/** The complete body of a request, around one of its webhooks, because samples contain what was posted. */
export function wrapped(webhook: unknown, around: unknown, items: Given["items"]): unknown {
  if (items === undefined) return webhook;
  const [name] = items;
  return name === undefined ? [webhook] : { ...Object(around), [name]: [webhook] };
}

/** The body as it was posted: these members are JSON in a text. */
export function refolded(sample: unknown, folded: readonly string[]): unknown {
  const texts = folded.map((name) => [name, JSON.stringify(Reflect.get(Object(sample), name))] as const);
  return texts.length === 0 ? sample : { ...Object(sample), ...Object.fromEntries(texts) };
}

/** A form's fields in URL encoding; what is in double braces is left as it is. */
export function formOf(fields: object, folded: readonly string[] = []): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    folded.includes(name) ? [[name, JSON.stringify(value)] as const] : pairsOf(name, value),
  );
  return pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join("&");
}

function pairsOf(name: string, value: unknown): (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((item) => pairsOf(`${name}[]`, item));
  if (isObject(value)) return Object.entries(value).flatMap(([member, one]) => pairsOf(`${name}[${member}]`, one));
  return [[name, typeof value === "string" ? value : JSON.stringify(value ?? "")]];
}

function escaped(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%20", "+")
    .replaceAll(/%7B%7B(\w+)(?:%3A(\w+))?%7D%7D/g, (_, name: string, unit?: string) =>
      unit === undefined ? `{{${name}}}` : `{{${name}:${unit}}}`,
    );
}
