/** By place, as `data.email` or `items.0.name`, what is to stand there; undefined takes it away. */
export type Changes = Readonly<Record<string, unknown>>;

/** A JSON text with some of it changed. @throws a sentence where there is no such place, or the text is no JSON. */
export function changed(text: string, changes: Changes): string {
  const places = Object.entries(changes);
  if (places.length === 0) return text;
  const payload = parse(text);
  if (typeof payload !== "object" || payload === null)
    throw new Error(`"${places[0]?.[0]}" can't be set: the body is no JSON.`);
  for (const [place, value] of places) setIn(payload, place, value);
  return JSON.stringify(payload, null, 2);
}

/** What is last in a place may be new; what leads there must be there. */
function setIn(payload: object, place: string, value: unknown): void {
  const names = place.split(".");
  const last = names.pop() ?? "";
  let holder = payload;
  for (const [depth, name] of names.entries()) {
    const within: unknown = Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
    if (typeof within !== "object" || within === null) throw new Error(noPlace(place, names.slice(0, depth), holder));
    holder = within;
  }
  if (last === "" || last === "__proto__") throw new Error(noPlace(place, names, holder));
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Object.defineProperty(holder, last, { value, writable: true, enumerable: true, configurable: true });
}

function noPlace(place: string, holders: readonly string[], holder: object): string {
  const where = holders.length === 0 ? "the body" : holders.join(".");
  return `"${place}" can't be set: ${where} has ${Object.keys(holder).join(", ") || "nothing"}.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
