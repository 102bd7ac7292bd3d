import { ownWordFor } from "./labels.ts";
import { letters } from "./spelling.ts";

/** A field's value; a list if its name is repeated or ends in []; or nested fields if it has brackets. */
export type Nested<Value> = Value | readonly Nested<Value>[] | { readonly [name: string]: Nested<Value> };

interface Branch<Value> {
  readonly values: Value[];
  readonly members: Map<string, Branch<Value>>;
  isList: boolean;
}

const newBranch = <Value>(): Branch<Value> => ({ values: [], members: new Map(), isList: false });

/**
 * Builds objects and lists from names with brackets, as PHP, Rails and jQuery do: `data[email]` is the member email of
 * data, `topic[]` and `topic[0]` are list items.
 */
export function nested<Value>(
  fields: readonly (readonly [name: string, value: Value])[],
): Readonly<Record<string, Nested<Value>>> {
  const root = newBranch<Value>();
  for (const [name, value] of fields) {
    let branch = root;
    for (const step of pathOf(name)) {
      if (step === "") branch.isList = true;
      else branch = memberOf(branch, step);
    }
    branch.values.push(value);
  }
  return Object.fromEntries([...root.members].map(([name, branch]) => [name, valueOf(branch)]));
}

function memberOf<Value>({ members }: Branch<Value>, name: string): Branch<Value> {
  const member = members.get(name) ?? newBranch<Value>();
  members.set(name, member);
  return member;
}

const MOST_STEPS = 8;

/** A name with other uses of brackets stays whole. */
function pathOf(name: string): readonly string[] {
  const [, first = name, brackets = ""] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  const steps = [...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, step = ""]) => step.trim());
  const isOdd = steps.length > MOST_STEPS || steps.slice(0, -1).includes("") || steps.includes("__proto__");
  return isOdd ? [name] : [first, ...steps];
}

/** A name with and without brackets keeps the value of both: numbered ones first, or that of no name under "". */
function valueOf<Value>({ values, members, isList }: Branch<Value>): Nested<Value> {
  const [only, ...others] = values;
  const own = only !== undefined && others.length === 0 && !isList ? only : values;
  if (members.size === 0) return own;
  const entries = [...members].map(([name, member]) => [name, valueOf(member)] as const);
  const isNumbered = entries.every(([name], place) => name === String(place));
  if (isNumbered) return [...entries.map(([, value]) => value), ...values];
  return Object.fromEntries(values.length === 0 ? entries : [...entries, ["", own]]);
}

/** Steps of a path: names and numbers, without the spaces of a label. */
const FLAT = /^[a-z_][\w-]*(?:\.[\w-]+|\[[\w-]*\])+$/i;

/**
 * Nests what a sender has flattened into names: `names[first_name]`, `data.email`, `answers[0].text`. What is there in
 * one piece too, in any spelling, stays as it is: `E-Mail` beside `email.verified`. Everything else is returned unchanged.
 * @param known the names that such a path may begin with; undefined: any
 */
export function unflattened(value: object, known?: object): object {
  const named = Object.keys(value);
  if (!named.some((name) => FLAT.test(name))) return value;
  const spelled = new Set(named.filter((name) => !FLAT.test(name)).map((name) => meantBy(name, known)));
  const flat = Object.entries(value).filter(([name]) => isFlat(name, spelled, known));
  if (flat.length === 0) return value;
  const names = new Set(flat.map(([name]) => name));
  const others = Object.entries(value).filter(([name]) => !names.has(name));
  const steps = flat.map(([name, one]) => [pathFor(name, one), one] as const);
  return { ...Object.fromEntries(others), ...nested(steps) };
}

function isFlat(name: string, spelled: ReadonlySet<string>, known: object | undefined): boolean {
  if (!FLAT.test(name) || (known !== undefined && Object.hasOwn(known, name))) return false;
  const [first = ""] = name.split(/[.[]/, 1);
  return !spelled.has(meantBy(first, known)) && (known === undefined || Object.hasOwn(known, first));
}

/** Among a person's own members, other words count too; the parts of a name may stand beside the name of a form. */
function meantBy(name: string, known: object | undefined): string {
  const own = known === undefined ? ownWordFor(name) : undefined;
  return letters(own === undefined || own === "fullName" ? name : own);
}

/** The steps of a path; of any other name the name alone. */
export function stepsOf(name: string): readonly string[] {
  return FLAT.test(name) ? pathOf(pathFor(name, undefined)) : [name];
}

/** With brackets only; `topic[]` holds the whole list here. */
function pathFor(name: string, value: unknown): string {
  return (Array.isArray(value) ? name.replace(/\[\]$/, "") : name).replaceAll(/\.([\w-]+)/g, "[$1]");
}
