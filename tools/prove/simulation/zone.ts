/** A time zone without summer time, with its present offset. In 1970 some had another. */
export interface Zone {
  readonly name: string;
  readonly minutes: number;
}

/** The first and last inhabited zones to begin a day. */
export const zones = {
  east: { name: "Pacific/Kiritimati", minutes: 14 * 60 },
  west: { name: "Pacific/Honolulu", minutes: -10 * 60 },
} as const satisfies Record<string, Zone>;

/**
 * Runs as in a process in this time zone, as far as Date and Intl.DateTimeFormat are concerned; a worker can't set its
 * own TZ. Code that uses neither (file dates, node:util's inspect) stays in the process's zone.
 */
export async function inZone<Value>(zone: Zone, run: () => Promise<Value>): Promise<Value> {
  const { Date: before } = globalThis;
  const { DateTimeFormat } = Intl;
  globalThis.Date = zonedDate(before, zone);
  Intl.DateTimeFormat = zonedFormat(zone);
  try {
    return await run();
  } finally {
    globalThis.Date = before;
    Intl.DateTimeFormat = DateTimeFormat;
  }
}

const PARTS = ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"];

function zonedDate(Base: DateConstructor, { name, minutes }: Zone): DateConstructor {
  const offset = minutes * 60_000;
  const shifted = (date: Date) => new Base(date.getTime() + offset);
  const parse = (text: string): number => {
    const time = Base.parse(text);
    if (isAbsolute(text)) return time;
    const read = new Base(time); // in the process's zone, where the result is the same
    return time - read.getTimezoneOffset() * 60_000 - offset;
  };
  class ZonedDate extends Base {
    constructor(...given: unknown[]) {
      const [first] = given;
      if (given.length > 1) super(Base.UTC(...(given as [number, number])) - offset);
      else if (typeof first === "string") super(parse(first));
      else super(...(given as [number]));
    }
    static override parse = parse;
    static override [Symbol.hasInstance](value: unknown): boolean {
      return Function.prototype[Symbol.hasInstance].call(Base, value);
    }
    override getTimezoneOffset(): number {
      return -minutes || 0;
    }
    override toDateString(): string {
      return shifted(this)
        .toUTCString()
        .replace(/^(\w+), (\d+) (\w+) (\d+) .*$/, "$1 $3 $2 $4");
    }
    override toTimeString(): string {
      const sign = minutes < 0 ? "-" : "+";
      const hours = String(Math.abs(minutes / 60)).padStart(2, "0");
      return `${shifted(this).toISOString().slice(11, 19)} GMT${sign}${hours}00 (GMT${sign}${hours}:00)`;
    }
    override toString(): string {
      return `${this.toDateString()} ${this.toTimeString()}`;
    }
  }
  setLocalMethods(ZonedDate.prototype, Base, { name, minutes });
  return ZonedDate as unknown as DateConstructor; // lacks only Date() without new, which nobody uses
}

/** Methods that read or set parts of the local time. They call the UTC methods of a shifted date. */
function setLocalMethods(prototype: Date, Base: DateConstructor, { name, minutes }: Zone): void {
  const offset = minutes * 60_000;
  const shifted = (date: Date) => new Base(date.getTime() + offset);
  const define = (method: string, value: (this: Date, ...given: never[]) => unknown) =>
    Object.defineProperty(prototype, method, { configurable: true, writable: true, value });
  for (const part of PARTS) {
    define(`get${part}`, function get(this: Date) {
      return Reflect.get(this, `getUTC${part}`).call(shifted(this));
    });
    if (part === "Day") continue;
    define(`set${part}`, function set(this: Date, ...given) {
      const moved: number = Reflect.get(this, `setUTC${part}`).apply(shifted(this), given);
      return this.setTime(moved - offset);
    });
  }
  for (const method of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    define(method, function spell(this: Date, locales?: string, options: object = {}) {
      return Reflect.get(Base.prototype, method).call(this, locales, { timeZone: name, ...options });
    });
  }
}

/** By the language's rules, a date alone is in UTC and a time without a zone is local. */
function isAbsolute(text: string): boolean {
  return /^\d{4}(-\d\d){0,2}$|Z$|GMT|UTC|[+-]\d\d:?\d\d\s*(\(|$)/i.test(text.trim());
}

function zonedFormat({ name }: Zone): typeof Intl.DateTimeFormat {
  const withZone = ([locales, options = {}]: unknown[]) => [locales, { timeZone: name, ...Object(options) }];
  return new Proxy(Intl.DateTimeFormat, {
    apply: (target, self, given) => Reflect.apply(target, self, withZone(given)),
    construct: (target, given) => Reflect.construct(target, withZone(given)),
  });
}
