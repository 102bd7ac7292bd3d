import { isObject } from "../../core/json.ts";
import type { Track } from "../state/events.ts";
import { bodyIdentifiers } from "../state/identifier.ts";
import type { Identifier } from "../state/identifier.ts";
import type { Identification } from "../state/identify.ts";
import type { Merge } from "../state/merge.ts";
import { note, nowSeconds } from "../state/workspace.ts";
import type { Workspace } from "../state/workspace.ts";

/** Numbers from here on are treated as milliseconds: in seconds this is the year 5138. */
const FIRST_ABSURD_SECOND = 1e11;

const NO_ATTRIBUTES = new Set(["id", "email", "cio_id", "_timestamp", "_update"]);

/** An identify call of either version, addressed to `by`; other identifiers in its body are claims. */
export function readIdentification(
  workspace: Workspace,
  by: Identifier,
  body: Readonly<Record<string, unknown>>,
): Identification {
  const claims = bodyIdentifiers(body);
  const cioId = claims.find(({ kind }) => kind === "cio_id");
  return {
    by: cioId ?? by,
    claims: cioId === undefined ? claims : [by, ...claims],
    attributes: Object.fromEntries(Object.entries(body).filter(([name]) => !NO_ATTRIBUTES.has(name))),
    timestamp: readTimestamp(workspace, body["_timestamp"], by.value),
    isUpdateOnly: body["_update"] === true,
  };
}

/** An event call; `data` is the field's name in the API's version. */
export function readTrack(
  workspace: Workspace,
  by: Identifier | undefined,
  body: Readonly<Record<string, unknown>>,
  data: unknown,
): Track {
  const anonymousId = typeof body["anonymous_id"] === "string" ? body["anonymous_id"] : null;
  const { type, name, id, timestamp } = body;
  return {
    by,
    anonymousId,
    id: typeof id === "string" && id !== "" ? id : null,
    type: type === "page" || type === "screen" ? type : "event",
    name: String(name),
    timestamp: readTimestamp(workspace, timestamp, by?.value ?? anonymousId ?? ""),
    data: isObject(data) ? data : {},
  };
}

/** A merge of either version; undefined unless it names both people. */
export function readMerge(body: Readonly<Record<string, unknown>>): Merge | undefined {
  const [primary] = isObject(body["primary"]) ? bodyIdentifiers(body["primary"]) : [];
  const [secondary] = isObject(body["secondary"]) ? bodyIdentifiers(body["secondary"]) : [];
  return primary === undefined || secondary === undefined ? undefined : { primary, secondary };
}

/** Falls back to the time of receipt if there is no valid Unix time in seconds. */
function readTimestamp(workspace: Workspace, value: unknown, identifier: string): number {
  if (value === undefined || value === null) return nowSeconds(workspace);
  if (typeof value === "number" && value > 0 && value < FIRST_ABSURD_SECOND) return value;
  note(workspace, "Timestamp Ignored", identifier, `${JSON.stringify(value)} is no Unix time in seconds`);
  return nowSeconds(workspace);
}
