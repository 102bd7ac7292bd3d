import type { ObjectType } from "../state/schema.ts";
import { rollBack } from "../state/store.ts";
import { commitOne } from "../state/transaction.ts";
import { createWrite, type Input } from "../state/writes.ts";
import { Refusal } from "../state/refusal.ts";
import { isObject } from "../../core/json.ts";
import { objectBody, type Reply, type RestCall, typeInPath } from "./rest-call.ts";

const MOST_RECORDS = 200;
const MOST_LEVELS = 5;

/** A record of the tree and its parent. */
interface Node {
  readonly referenceId: string;
  readonly type: ObjectType;
  readonly fields: Input;
  readonly parent: Node | undefined;
  readonly level: number;
}

/**
 * POST /composite/tree/T: records with their children, all or none. A child names its object and is linked to its
 * parent by its reference to it:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm
 */
export async function createTree(call: RestCall): Promise<Reply> {
  const { org, transaction, path } = call;
  const { records } = objectBody(call);
  const nodes = nodesIn(call, records, { type: typeInPath(org, path["type"] ?? ""), parent: undefined, level: 1 });
  checkNodes(nodes);
  const start = transaction.undo.length;
  const ids = new Map<Node, string>();
  for (const node of nodes) {
    try {
      const fields = { ...node.fields, ...parentField(node, ids) };
      const { id } = await commitOne(call, createWrite(call, node.type, fields));
      ids.set(node, id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      rollBack(transaction.undo, start);
      const results = [{ referenceId: node.referenceId, errors: [error.toItemError()] }];
      return { status: 400, body: { hasErrors: true, results } };
    }
  }
  const results = nodes.map((node) => ({ referenceId: node.referenceId, id: ids.get(node) }));
  return { status: 201, body: { hasErrors: false, results } };
}

function nodesIn(
  call: RestCall,
  records: unknown,
  { type, parent, level }: Pick<Node, "type" | "parent" | "level">,
): Node[] {
  const inputs: unknown[] = Array.isArray(records) ? records : [];
  return inputs.filter(isObject).flatMap((input) => {
    const { attributes, ...members } = input;
    const { referenceId, type: name = type.name } = isObject(attributes) ? attributes : {};
    if (typeof referenceId !== "string") throw new Refusal("INVALID_INPUT", "Include a reference ID for each record");
    const ofChildren = (value: unknown): value is Input => isObject(value) && Array.isArray(value["records"]);
    const fields = Object.fromEntries(Object.entries(members).filter(([, value]) => !ofChildren(value)));
    const node: Node = { referenceId, type: typeInPath(call.org, String(name)), fields, parent, level };
    const children = Object.values(members)
      .filter(ofChildren)
      .flatMap((below) => nodesIn(call, below["records"], { type: node.type, parent: node, level: level + 1 }));
    return [node, ...children];
  });
}

/** [U] the codes. */
function checkNodes(nodes: readonly Node[]): void {
  const names = nodes.map(({ referenceId }) => referenceId);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Refusal("INVALID_INPUT", `Duplicate ReferenceId provided in the request: ${twice}`);
  if (nodes.length > MOST_RECORDS || nodes.some(({ level }) => level > MOST_LEVELS))
    throw new Refusal("LIMIT_EXCEEDED", `A tree has at most ${MOST_RECORDS} records, and ${MOST_LEVELS} levels`);
}

function parentField({ type, parent }: Node, ids: ReadonlyMap<Node, string>): Input {
  if (parent === undefined) return {};
  const reference = type.fields.find(({ references }) => references.includes(parent.type.name));
  if (reference === undefined)
    throw new Refusal("INVALID_FIELD", `No relation between ${type.name} and ${parent.type.name}`, { fields: [] });
  return { [reference.name]: ids.get(parent) };
}
