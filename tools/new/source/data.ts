import { camelOf, memberCode } from "../names.ts";
import { ourWordFor } from "../../../functions/runtime/define/own-words.ts";
import { itemAt, type Leaf, keyOf, leavesOf, listDepth, type Payload } from "../payload/leaves.ts";
import { inferSchema, type Inferred } from "../payload/infer.ts";

/** A field of an event's data, and where the payload has it. */
export interface Field {
  readonly name: string;
  readonly leaf: Leaf;
  /** The leaf is somebody's whole name, which becomes firstName and lastName. */
  readonly isWholeName?: true;
}

const MOST_FIELDS = 15;

/**
 * What the payloads of a kind say around whom or what it is about, beside what is taken already, under names of its own: those
 * that lie least deep.
 */
export function fieldsOf(payloads: readonly Payload[], about: Leaf | undefined, taken: readonly Leaf[]): Field[] {
  const isTaken = new Set(taken.map(keyOf));
  const list = about === undefined ? undefined : listDepth(about);
  const around = about?.path.slice(0, list ?? -1) ?? [];
  const isAround = (leaf: Leaf) => listDepth(leaf) === list && around.every((name, depth) => leaf.path[depth] === name);
  const near = payloads.flatMap((payload) => leavesOf(payload).filter(isAround));
  const leaves = new Map(near.map((leaf) => [keyOf(leaf), leaf]));
  const fields = new Map<string, Leaf>();
  for (const leaf of [...leaves.values()].toSorted((one, other) => one.path.length - other.path.length)) {
    if (isTaken.has(keyOf(leaf))) continue;
    const [last = "", parent = ""] = leaf.path
      .slice(list === undefined ? 0 : -2, list === undefined ? undefined : -1)
      .map((step) => itemAt(step)?.text ?? step)
      .toReversed();
    const ours =
      typeof leaf.value === "string" && !near.some(isCalled(ourWordFor(last))) ? ourWordFor(last) : undefined;
    const name = [ours ?? camelOf(last), camelOf(parent, last)].find((one) => one !== "email" && !fields.has(one));
    if (name !== undefined && /^[a-z][A-Za-z\d]*$/.test(name) && fields.size < MOST_FIELDS) fields.set(name, leaf);
  }
  return [...fields].map(([name, leaf]) => ({ name, leaf }));
}

function isCalled(ours: string | undefined): (leaf: Leaf) => boolean {
  return ({ path }) => ours !== undefined && camelOf(path.at(-1) ?? "") === ours;
}

const WHOLE_NAME = /^(?:full|your)?name$/i;

/** The one among them that is somebody's whole name, where neither first nor last name is. */
export function wholeNameIn(fields: readonly Field[]): Field | undefined {
  if (fields.some(({ name }) => NAMES.includes(name))) return undefined;
  return fields.find(({ name, leaf }) => WHOLE_NAME.test(name) && typeof leaf.value === "string");
}

export const NAMES = ["firstName", "lastName"];

/** The schema of one field: a gift, of whatever form. */
export function fieldSchema({ leaf }: Field, payloads: readonly Payload[]): Inferred {
  const { type } = inferSchema(
    payloads.map((payload) => valueAt(payload, leaf.path)),
    [],
  );
  return type === undefined ? {} : { type };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((holder, name) => {
    const item = itemAt(name);
    if (item === undefined) return Object(holder)[name];
    return Array.isArray(holder) ? holder.find((one) => Object(one)[item.member] === item.text) : undefined;
  }, value);
}

/** `webhook.data.object?.name`: what is required on the way is there. */
export function placeCode({ path }: Leaf, { required, properties }: Inferred, holder = "webhook"): string {
  let [known, code]: [Inferred | undefined, string] = [
    { required: required ?? [], properties: properties ?? {} },
    holder,
  ];
  let isOptional = false;
  for (const name of path) {
    const item = itemAt(name);
    if (item !== undefined) {
      code += `${isOptional ? "?." : "."}find((one) => one${memberCode(item.member)} === ${JSON.stringify(item.text)})`;
      [isOptional, known] = [true, undefined];
      continue;
    }
    code += memberCode(name, isOptional);
    isOptional ||= known?.required?.includes(name) !== true;
    known = known?.properties?.[name];
  }
  return code;
}
