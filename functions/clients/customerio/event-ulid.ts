import { hash } from "node:crypto";
import type { EventIdentity } from "./customer-io.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The id by which customer.io tells a repeated event from a new one, a ULID (https://github.com/ulid/spec): 48 bits of the
 * event's own time, never now, and 80 bits of sha256 over what the event is and which of its effects this is. The same at
 * every attempt, and never to be changed once released.
 */
export function eventUlid({ source, id, time }: Pick<EventIdentity, "source" | "id" | "time">, effect: string): string {
  const told = hash("sha256", JSON.stringify([source, id, effect]), "buffer");
  const milliseconds = Buffer.alloc(6);
  milliseconds.writeUIntBE(Date.parse(time), 0, 6);
  return inBase32(Buffer.concat([milliseconds, told.subarray(0, 10)]));
}

/** 26 characters of 5 bits each: 128 bits with two zeros before them. */
function inBase32(bytes: Buffer): string {
  let [digits, left, count] = ["", 0, 2];
  for (const byte of bytes) {
    left = (left << 8) | byte;
    for (count += 8; count >= 5; left &= (1 << count) - 1) {
      count -= 5;
      digits += ALPHABET.charAt(left >> count);
    }
  }
  return digits;
}
