import { type Held, holdAll, holdUnstated } from "../../core/recall.ts";

/**
 * Record ids: 3 characters for the object, 12 case-sensitive ones, and a 3-character suffix that encodes which of the
 * 15 are capitals, so that ids survive systems that ignore case. https://help.salesforce.com/s/articleView?id=000385008
 */
const SUFFIX_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** In real ids, the server that created the record. */
const SERVER = "Hp0000";

/** The 18-character form of a 15- or 18-character id; undefined if it is not an id. */
export function toLongId(id: string): string | undefined {
  if (!/^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/.test(id)) return undefined;
  const short = id.slice(0, 15);
  const long = short + suffix(short);
  // [U] Salesforce's answer to a wrong suffix; here it is not an id.
  return id.length === 15 || id === long ? long : undefined;
}

function suffix(short: string): string {
  let letters = "";
  for (let start = 0; start < 15; start += 5) {
    let capitals = 0;
    for (let bit = 0; bit < 5; bit += 1) {
      const code = short.charCodeAt(start + bit);
      if (code >= 65 && code <= 90) capitals |= 1 << bit;
    }
    letters += SUFFIX_ALPHABET.charAt(capitals);
  }
  return letters;
}

/** Assigns ids in ascending order, the same after every reset. */
export interface Ids {
  next(prefix: string): string;
  /** An auto number as people see it. */
  nextNumber(prefix: string): string;
  reset(): void;
  hold(): Held;
}

/** Ids from a counter, so that repeated runs have equal ids. */
export function createIds(): Ids {
  let count = 0;
  const numbers = new Map<string, number>();
  return {
    nextNumber(prefix) {
      const number = (numbers.get(prefix) ?? 1000) + 1;
      numbers.set(prefix, number);
      return String(number).padStart(8, "0");
    },
    next(prefix) {
      count += 1;
      const short = prefix + SERVER + base62(count).padStart(6, "0");
      return short + suffix(short);
    },
    reset() {
      count = 0;
      numbers.clear();
    },
    hold() {
      const held = count;
      return holdAll([holdUnstated(numbers), { besides: String(held), putBack: () => void (count = held) }]);
    },
  };
}

function base62(value: number): string {
  let digits = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) digits = BASE_62.charAt(rest % 62) + digits;
  return digits;
}
