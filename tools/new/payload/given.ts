import type { BodyFormat } from "../../../functions/runtime/define/source.ts";
import { isObject } from "../../../functions/runtime/objects.ts";
import type { Payload } from "./leaves.ts";

/** What a file holds of a sender's: webhooks, and how the sender has posted them. */
export interface Given {
  /** Of one request: several where it is a list of them. */
  readonly payloads: readonly Payload[];
  /** Of the request, by names in lower case; none where its body alone was kept. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyFormat;
  /** Fields of a form that hold JSON. */
  readonly folded: readonly string[];
  /** Where the list is, as a source says it. */
  readonly items?: readonly string[] | undefined;
  /** What stands beside the list. */
  readonly around: Payload;
}

const LISTS = /^(?:events|items|records|notifications|eventnotifications|webhooks|messages|data)$/i;
const SAYS_KIND = /^(?:event|event_?type|type|action|kind|subscription_?type|resource_?type)$/i;

/** The list of webhooks that a request's body is, or has; undefined where it is one webhook. */
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
  const isList = LISTS.test(name) && isAll && (entries.length === 1 || payloads.every(saysKind));
  return isList ? { payloads, items: [name], around: { ...Object(value), [name]: [] } } : undefined;
}

function areObjects(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((item) => isObject(item) && Object.keys(item).length > 0);
}

function saysKind(item: Payload): boolean {
  return Object.keys(item).some((name) => SAYS_KIND.test(name));
}

/** A request's body around what one webhook of it says: a sample has what was posted. */
export function wrapped(webhook: unknown, around: unknown, items: Given["items"]): unknown {
  if (items === undefined) return webhook;
  const [name] = items;
  return name === undefined ? [webhook] : { ...Object(around), [name]: [webhook] };
}

/** The fields of a form, as it is posted; what stands in double braces stays so. */
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
