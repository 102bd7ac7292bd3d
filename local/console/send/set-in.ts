import { placeOfFault } from "../../core/json.ts";
import { UsageError } from "../../core/problems.ts";

/**
 * The JSON with values changed by path: `data.email`, `items.0.id`. The last segment may be new.
 * @throws a sentence if the body is not JSON or lacks the path.
 */
export function setIn(body: Buffer, changes: Readonly<Record<string, unknown>>): Buffer {
  if (Object.keys(changes).length === 0) return body;
  const payload = parse(body);
  for (const [path, value] of Object.entries(changes)) {
    const { names, last, holder } = placeIn(payload, path);
    if (typeof holder !== "object" || holder === null || FORBIDDEN.has(last))
      throw new UsageError(`set: the body has no ${JSON.stringify(path)}; a path is like "data.email"`);
    if (Array.isArray(holder) && !(/^\d+$/.test(last) && Number(last) <= holder.length))
      throw new UsageError(
        `set: ${JSON.stringify(path)} is in a list of ${holder.length}: its items are ${JSON.stringify(placesIn(names, holder.length))}`,
      );
    Reflect.set(holder, last, value);
  }
  return Buffer.from(JSON.stringify(payload));
}

/** Which paths name a new member: it may be intended or misspelt. */
export function newPlaces(
  body: Buffer,
  paths: readonly string[],
): { readonly path: string; readonly known: readonly string[] }[] {
  if (paths.length === 0) return [];
  const payload = parse(body);
  return paths.flatMap((path) => {
    const { names, last, holder } = placeIn(payload, path);
    const known = Object.keys(Object(holder));
    return known.includes(last) ? [] : [{ path, known: known.map((name) => [...names, name].join(".")) }];
  });
}

/** What holds the path's last name; undefined if nothing does. */
function placeIn(payload: unknown, path: string) {
  const names = path.split(".");
  const last = names.pop() ?? "";
  return { names, last, holder: names.reduce(memberOf, payload) };
}

/** One can be appended. */
function placesIn(names: readonly string[], length: number): string {
  const [first, last] = [0, length].map((index) => [...names, index].join("."));
  return length === 0 ? String(first) : `${first} to ${last}`;
}

const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", ""]);

function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, name)
    ? Reflect.get(holder, name)
    : undefined;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    if (FORM.test(body.toString()))
      throw new UsageError("set: the body is a form, of which no field can be set: change it in a file, and send that");
    const place = placeOfFault(body.toString());
    throw new UsageError(
      `set: the body is no JSON${place === undefined ? "" : ` (${place})`}, so that no field of it can be set`,
    );
  }
}

const FORM = /^[^\s={}[\]<>"]+=/;
