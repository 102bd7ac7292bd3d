import { UsageError } from "../../../local/core/problems.ts";
import type { Payload } from "./leaves.ts";

/** Where a webhook says its kind: members of the body, joined with a dot, or a header. */
export type KindPlace =
  | { readonly paths: readonly (readonly string[])[] }
  | { readonly header: string; readonly value: string };

const KINDS = [
  "event_type",
  "eventType",
  "type",
  "event",
  "kind",
  "action",
  "topic",
  "triggerEvent",
  "activityType",
  "triggerType",
  "trigger_type",
  "webhookType",
  "webhookEvent",
  "eventName",
  "event_name",
  "notification_type",
  "notificationType",
  "subscriptionType",
  "RecordType",
  "object_type",
];
const WHOLE = ["type", "event", "action", "topic"];
/** Members that name the thing to which a single word such as `created` applies. */
const THINGS = [
  "object_type",
  "resource_type",
  "entity",
  "entity_type",
  "resource",
  "object",
  "model",
  "eventCategory",
  "type",
];
const DONE = ["action", "event_action", "operation"];
/** What an `event` beside a type says if it is what was done, and no occasion's name. */
const DONE_TO_IT = /^(?:[a-z]+ed|create|update|delete|insert|remove)$/i;
/** Objects with information about the webhook itself. */
const HOLDERS = ["event", "event-data", "event_data", "meta", "metadata", "config", "notification", "header"];
/** Words for webhooks as such. */
const GENERIC = /^(?:event|notification|webhook|message|hook)(?:[._ -]?(?:event|callback|notification))?$/i;
const WORD = /^[a-z]+$/i;

/** The members that tell the kind of these webhooks. Undefined if there are none. */
export function guessKind(payloads: readonly Payload[]): KindPlace | undefined {
  const holders = [[], ...HOLDERS.map((name) => [name])];
  const found = holders.map((holder) => kindIn(payloads, holder)).find((paths) => paths !== undefined);
  if (found !== undefined) return { paths: found };
  // A single word is better than nothing.
  const word = KINDS.find((name) => isText(payloads, [name]));
  return word === undefined ? undefined : { paths: [[word]] };
}

function kindIn(payloads: readonly Payload[], holder: readonly string[]): string[][] | undefined {
  const has = (name: string) => isText(payloads, [...holder, name], (text) => !GENERIC.test(text));
  const isWord = (name: string) => isText(payloads, [...holder, name], (text) => WORD.test(text));
  const what = KINDS.find(has);
  if (what === undefined) return undefined;
  const at = (...names: string[]) => names.map((name) => [...holder, name]);
  if (!isWord(what)) return at(what);
  const isDone = (name: string) => isText(payloads, [...holder, name], (text) => DONE_TO_IT.test(text));
  const done =
    DONE.find((name) => name !== what && isWord(name)) ?? (what === "type" && isDone("event") ? "event" : undefined);
  // An entity says more than a type, which Pipedrive's `meta` has too: `general`.
  const entity = ["entity", "entity_type"].find((name) => isWord(name) && has(name));
  if (done !== undefined) return at(what === "type" ? (entity ?? what) : what, done);
  // Beside what is called so in several words, a single one is that of something else: pretix' occasion.
  const whole = WHOLE.find((name) => isText(payloads, [...holder, name], (text) => /[a-z][.:][a-z]/i.test(text)));
  if (whole !== undefined) return at(whole);
  const thing = THINGS.find((name) => name !== what && isWord(name) && has(name));
  if (thing !== undefined) return at(thing, what);
  return DONE.includes(what) ? undefined : at(what);
}

/**
 * Parses an option: `event.type`, `meta.entity+meta.action`, or `x-topic=orders/create` for a header and its value.
 * @throws UsageError if a payload lacks it
 */
export function kindGiven(given: string, payloads: readonly Payload[]): KindPlace {
  const [, header, value] = /^([\w-]+)=(.+)$/.exec(given) ?? [];
  if (header !== undefined && value !== undefined) return { header: header.toLowerCase(), value };
  const paths = given.split("+").map((path) => (isText(payloads, [path]) ? [path] : path.split(".")));
  if (paths.every((path) => isText(payloads, path))) return { paths };
  const hint = /^x-/i.test(given) ? ` Of a header, say what it has held too: --kind ${given}=orders/create.` : "";
  throw new UsageError(`--kind is "${given}", and not every payload has a text of that name.${hint}`);
}

/** The kind of this webhook. */
export function kindOfPayload(payload: Payload, place: KindPlace | undefined): string {
  if (place === undefined) return "webhook";
  return "header" in place ? place.value : place.paths.map((path) => String(valueAt(payload, path))).join(".");
}

/** Headers that tell the kind if the body does not: those of known senders, and the usual names. */
const KNOWN_HEADERS: Readonly<Record<string, string>> = {
  github: "x-github-event",
  gitlab: "x-gitlab-event",
  shopify: "x-shopify-topic",
  woocommerce: "x-wc-webhook-topic",
};
const TOPIC = /^x-[\w-]*?(?:event(?:-(?:type|key|name))?|topic|action)$/;

export function saysInHeader(source: string): boolean {
  return Object.hasOwn(KNOWN_HEADERS, plain(source));
}

function plain(source: string): string {
  return source.replaceAll("-", "");
}

/**
 * @param headers of the request, if given
 * @throws UsageError if the sender is known to use a header, and its value is unknown
 */
export function kindInHeaders(source: string, headers: Readonly<Record<string, string>>): KindPlace | undefined {
  const known = KNOWN_HEADERS[plain(source)];
  const header = known ?? Object.keys(headers).find((name) => TOPIC.test(name));
  const value = header === undefined ? undefined : headers[header];
  if (header !== undefined && value !== undefined) return { header, value };
  if (known === undefined) return undefined;
  throw new UsageError(
    `${source} says in the header ${known} what has happened, and the body does not: --kind ${known}=WHAT_IT_HELD, or --from a file that has the request's headers too (a curl command, or the request as it came).`,
  );
}

function isText(payloads: readonly Payload[], path: readonly string[], is = (text: string) => text !== ""): boolean {
  return payloads.every((payload) => {
    const value = valueAt(payload, path);
    return typeof value === "string" && value !== "" && is(value);
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (holder, name) => (Object.hasOwn(Object(holder), name) ? Object(holder)[name] : undefined),
    value,
  );
}
