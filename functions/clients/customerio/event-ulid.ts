import { createHash } from "node:crypto";
import type { EventIdentity } from "./customer-io.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The id by which customer.io tells a repeated event from a new one, a ULID (https://github.com/ulid/spec): 48 bits of the
 * event's own time, never now, and 80 bits of sha256 over what the event is and which of its effects this is. The same at
 * every attempt, and never to be changed once released.
 */
export function eventUlid({ source, id, time }: Pick<EventIdentity, "source" | "id" | "time">, effect: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([source, id, effect]))
    .digest();
  const milliseconds = Buffer.alloc(6);
  milliseconds.writeUIntBE(Date.parse(time), 0, 6);
  return inBase32(Buffer.concat([milliseconds, hash.subarray(0, 10)]));
}

/** 26 characters of 5 bits each: 128 bits with two zeros before them. */
function inBase32(bytes: Buffer): string {
  const bits = `00${[...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("")}`;
  return bits.replaceAll(/[01]{5}/g, (digit) => ALPHABET.charAt(Number.parseInt(digit, 2)));
}
