import { memberCode } from "../names.ts";
import type { Inferred } from "../payload/infer.ts";
import { itemAt, type Leaf, ONLY } from "../payload/leaves.ts";

/** What a payload has at a path. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((holder, name) => {
    const item = name === ONLY ? "first" : itemAt(name);
    if (item === undefined) return Object(holder)[name];
    if (item === "first") return Array.isArray(holder) ? holder[0] : undefined;
    return Array.isArray(holder) ? holder.find((one) => Object(one)[item.member] === item.text) : undefined;
  }, value);
}

/** `webhook.data.object?.name`: what the schema requires on the way is there; without a schema, all of it. */
export function placeCode(leaf: Leaf, schema: Inferred | undefined): string {
  return placeIn(leaf, schema).code;
}

/**
 * The code that reads a leaf, and the leaf's schema. Where the samples differ so that a value on the way has no one type,
 * the code asks for none.
 */
export function placeIn({ path }: Leaf, schema: Inferred | undefined) {
  const isUnsure = schema !== undefined;
  let [known, code, isOptional] = [schema, "webhook", false];
  for (const name of path) {
    const item = name === ONLY ? "first" : itemAt(name);
    const isTyped = !isUnsure || known?.type === (item === undefined ? "object" : "array");
    if (name === ONLY && !isTyped) continue; // a list of one is read as the one
    if (!isTyped) [code, isOptional] = [item === undefined ? `Object(${code})` : `[${code}].flat()`, false];
    if (item === "first") {
      // The build also tries a mapping on the form as it is posted, where an object in a field is still text.
      code += isOptional || name === ONLY ? "?.[0]" : "[0]";
      [isOptional, known] = [isUnsure, known?.items];
      continue;
    }
    if (item !== undefined) {
      known = known?.items;
      const one = !isUnsure || known?.type === "object" ? "one" : "Object(one)";
      code += `${isOptional ? "?." : "."}find((one) => ${one}${memberCode(item.member)} === ${JSON.stringify(item.text)})`;
      isOptional = isUnsure;
      continue;
    }
    code += memberCode(name, isOptional);
    isOptional ||= isUnsure && known?.required?.includes(name) !== true;
    known = known?.properties?.[name];
  }
  return { code, schema: known };
}
