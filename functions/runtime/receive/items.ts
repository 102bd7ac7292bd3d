import { RefusedPayloadError } from "../define/errors.ts";
import type { Source } from "../define/source.ts";
import { parseJson } from "../reading/json.ts";
import { structured } from "../reading/structure.ts";
import { eventsIn, type Mapped } from "./events.ts";
import type { SourceUnit, Webhook } from "./unit.ts";
import { isObject } from "../objects.ts";

/** The content of an item of a webhook's list, or why it is refused. */
export type Item = Mapped | { readonly error: RefusedPayloadError; readonly item: QuarantinedItem };

/** An item as quarantined: JSON, whatever the body's format. */
export interface QuarantinedItem {
  /** Its index in the list, from 0. */
  readonly index: number;
  readonly body: Buffer;
}

/**
 * The content of a genuine webhook, which is one item unless it is a list.
 * @throws RefusedPayloadError if items can't be identified, so that none could be quarantined alone.
 */
export function readItems(unit: SourceUnit, payload: unknown, webhook: Webhook): readonly Item[] {
  const list = listIn(payload, unit.source);
  if (unit.source.items === undefined) return list.map((one) => readAlone(unit, one, webhook));
  return list.map((item, index) => {
    try {
      return eventsIn(unit, item, webhook);
    } catch (error) {
      if (!(error instanceof RefusedPayloadError)) throw error;
      return { error, item: { index, body: Buffer.from(JSON.stringify(item)) } };
    }
  });
}

/** A list of several may still be the fields of one webhook. */
function readAlone(unit: SourceUnit, payload: unknown, webhook: Webhook): Mapped {
  try {
    return eventsIn(unit, payload, webhook);
  } catch (cause) {
    const isList = Array.isArray(payload) && payload.length > 1 && cause instanceof RefusedPayloadError;
    if (!isList || cause.reason.field !== "/") throw cause;
    const what = `${cause.message}: this is a list of ${payload.length}, and functions/sources/${unit.source.name}.ts has no items`;
    throw new RefusedPayloadError(what, cause.reason, { cause });
  }
}

/**
 * The content of an item that was quarantined alone, with the ids it would have had.
 * @throws RefusedPayloadError
 */
export function readItem(unit: SourceUnit, webhook: Webhook): Mapped {
  return eventsIn(unit, parseJson(webhook.body), webhook);
}

/**
 * A single value counts as a list of one: senders that batch may send single events this way, and XML can't tell the
 * two apart. Without a path the payload itself is the only item, and an empty list none: whoever sends batches
 * has nothing to tell.
 */
export function listIn(payload: unknown, { items: path, shared = [] }: Source): readonly unknown[] {
  if (path === undefined) return Array.isArray(payload) && payload.length === 0 ? [] : [payload];
  let [holder, value]: unknown[] = [undefined, payload];
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) throw noList(path);
    [holder, value] = [value, Reflect.get(value, name)];
  }
  const members = Object.entries(Object(holder)).filter(([name]) => shared.includes(name));
  // A form has the list as JSON: https://mailchimp.com/developer/transactional/docs/webhooks/
  const told = structured(value, { types: ["array"] });
  const list: readonly unknown[] = Array.isArray(told) ? told : [told];
  if (members.length === 0) return list;
  return list.map((item) => (isObject(item) ? { ...Object.fromEntries(members), ...item } : item));
}

function noList(path: readonly string[]): RefusedPayloadError {
  const field = path.map((name) => `/${name}`).join("");
  return new RefusedPayloadError(`${field} is missing`, { code: "SCHEMA", system: "schema", field, isMissing: true });
}
