const RealHeaders = globalThis.Headers;

/** Headers without validation for printable ASCII. Others are passed to the platform's Headers. */
export class QuickHeaders {
  readonly #values: Map<string, string>;

  constructor(given: RequestInit["headers"] | QuickHeaders = {}) {
    // copied headers have already been validated
    this.#values = given instanceof QuickHeaders ? new Map(given.#values) : new Map();
    if (given instanceof QuickHeaders) return;
    for (const [name = "", value = ""] of Symbol.iterator in given ? given : Object.entries(given))
      this.append(name, value);
  }
  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }
  set(name: string, value: string): void {
    const [key, text] = checked(name, value);
    this.#values.set(key, text);
  }
  append(name: string, value: string): void {
    const [key, text] = checked(name, value);
    const before = this.#values.get(key);
    this.#values.set(key, before === undefined ? text : `${before}, ${text}`);
  }
  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }
  forEach(callback: (value: string, name: string, headers: QuickHeaders) => void): void {
    for (const [name, value] of this) callback(value, name, this);
  }
  keys(): IterableIterator<string> {
    return [...this].map(([name]) => name).values();
  }
  values(): IterableIterator<string> {
    return [...this].map(([, value]) => value).values();
  }
  entries(): IterableIterator<[string, string]> {
    return this[Symbol.iterator]();
  }
  getSetCookie(): string[] {
    const cookies = this.get("set-cookie");
    return cookies === null ? [] : [cookies];
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return [...this.#values].sort(([one], [other]) => (one < other ? -1 : 1)).values();
  }
}

/** The name and value as HTTP has them. Throws the platform's error if they are invalid. */
function checked(name: string, value: unknown): readonly [string, string] {
  if (typeof value === "string" && /^[\w-]+$/.test(name) && /^(?:[!-~]+(?: [!-~]+)*)?$/.test(value))
    return [name.toLowerCase(), value];
  const [pair] = new RealHeaders([[name, String(value)]]);
  if (pair === undefined) throw new Error("a header that was set is there");
  return pair;
}
