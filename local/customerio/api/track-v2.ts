import { Hono } from "hono";
import { complaints, taken } from "./answers.ts";
import { isObject } from "../../core/json.ts";
import { answering, type Call, type CustomerioEnvironment } from "./call.ts";
import { track } from "../state/events.ts";
import { bodyIdentifiers } from "../state/identifier.ts";
import type { Identifier } from "../state/identifier.ts";
import { identify } from "../state/identify.ts";
import { BATCH_BYTES, checkAttributes, checkEvent, checkIdentifier, ENTITY_BYTES } from "./limits.ts";
import type { Complaint } from "./limits.ts";
import { mergePeople } from "../state/merge.ts";
import { deletePerson, suppress, unsuppress } from "../state/removal.ts";
import { readIdentification, readMerge, readTrack } from "./requests.ts";
import type { Workspace } from "../state/workspace.ts";

/** The Track API, version 2: https://docs.customer.io/api/track/ */
export const trackV2 = new Hono<CustomerioEnvironment>();

trackV2.post("/entity", answering(answerEntity));
trackV2.post("/batch", answering(answerBatch));

/** One operation. Only the type `person` is supported. */
async function answerEntity(workspace: Workspace, { body, bytes }: Call): Promise<Response> {
  const errors = body === undefined ? [NO_OBJECT] : await applyItem(workspace, body, bytes);
  return errors.length === 0 ? taken() : complaints(400, errors);
}

/**
 * Applies operations independently, in order; invalid ones are listed in a 207. The first `failures` operations are
 * refused as invalid.
 */
async function answerBatch(workspace: Workspace, { body, bytes, failures }: Call): Promise<Response> {
  const items = body?.["batch"];
  if (!Array.isArray(items))
    return complaints(400, [{ field: "batch", reason: "required", message: "batch is required" }]);
  if (bytes > BATCH_BYTES) {
    return complaints(400, [
      { field: "batch", reason: "invalid", message: `batch is larger than ${BATCH_BYTES} bytes` },
    ]);
  }
  const errors: (Complaint & { batch_index: number })[] = [];
  for (const [index, item] of items.entries()) {
    const found = index < failures ? [UNLUCKY] : await applyBatchItem(workspace, item);
    errors.push(...found.map((error) => ({ batch_index: index, ...error })));
  }
  return errors.length === 0 ? taken() : complaints(207, errors);
}

const NO_OBJECT: Complaint = { field: "", reason: "invalid", message: "the operation is not a JSON object" };
const UNLUCKY: Complaint = { field: "identifiers", reason: "invalid", message: "the operation was refused" };

function applyBatchItem(workspace: Workspace, item: unknown): Promise<Complaint[]> {
  if (!isObject(item)) return Promise.resolve([NO_OBJECT]);
  return applyItem(workspace, item, Buffer.byteLength(JSON.stringify(item)));
}

/** Applies an operation completely, or not at all with the reason. */
async function applyItem(
  workspace: Workspace,
  item: Readonly<Record<string, unknown>>,
  bytes: number,
): Promise<Complaint[]> {
  if (bytes > ENTITY_BYTES) {
    return [{ field: "", reason: "invalid", message: `the operation is larger than ${ENTITY_BYTES} bytes` }];
  }
  if (item["type"] !== "person") return [{ field: "type", reason: "invalid", message: "type must be person" }];
  const action = actions.get(item["action"]);
  if (action === undefined) {
    return [{ field: "action", reason: "invalid", message: `action must be one of ${[...actions.keys()].join(", ")}` }];
  }
  const identifiers = isObject(item["identifiers"]) ? item["identifiers"] : {};
  const [by] = bodyIdentifiers(identifiers);
  const found = by === undefined ? [] : [...checkIdentifier(by.kind, by.value)];
  return found.length > 0 ? found : action(workspace, item, by, identifiers);
}

type Action = (
  workspace: Workspace,
  item: Readonly<Record<string, unknown>>,
  by: Identifier | undefined,
  identifiers: Readonly<Record<string, unknown>>,
) => Complaint[] | Promise<Complaint[]>;

const NO_IDENTIFIER: Complaint = { field: "identifiers", reason: "required", message: "identifiers is required" };

const actions = new Map<unknown, Action>([
  ["identify", identifyPerson],
  ["event", recordEvent],
  ["page", recordEvent],
  ["screen", recordEvent],
  ["delete", removeBy(deletePerson)],
  ["suppress", removeBy(suppress)],
  ["unsuppress", removeBy(unsuppress)],
  ["merge", mergeSecondary],
]);

async function identifyPerson(...[workspace, item, by]: Parameters<Action>): Promise<Complaint[]> {
  if (by === undefined) return [NO_IDENTIFIER];
  const attributes = isObject(item["attributes"]) ? item["attributes"] : {};
  const found = [...checkAttributes(attributes)];
  if (found.length === 0) await identify(workspace, readIdentification(workspace, by, attributes));
  return found;
}

function recordEvent(...[workspace, item, by, identifiers]: Parameters<Action>): Complaint[] {
  const anonymousId = identifiers["anonymous_id"];
  if (by === undefined && typeof anonymousId !== "string") return [NO_IDENTIFIER];
  const { attributes, action } = item;
  const found = [...checkEvent(item, attributes, workspace.settings)];
  if (found.length > 0) return found;
  track(workspace, readTrack(workspace, by, { ...item, type: action, anonymous_id: anonymousId }, attributes));
  return [];
}

/** The only action that names its people in fields of its own. */
function mergeSecondary(...[workspace, item]: Parameters<Action>): Complaint[] {
  const merge = readMerge(item);
  if (merge === undefined) return [NO_IDENTIFIER];
  mergePeople(workspace, merge);
  return [];
}

function removeBy(remove: typeof deletePerson): Action {
  return (workspace, _item, by) => {
    if (by === undefined) return [NO_IDENTIFIER];
    remove(workspace, by);
    return [];
  };
}
