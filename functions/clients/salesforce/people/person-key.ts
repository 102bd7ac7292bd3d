import { hash } from "node:crypto";

/**
 * The unique key's value: always the same for an e-mail, without revealing it. If a Lead was converted into a Contact
 * that was deleted, its key is used up, since the Lead can't be edited: the next key is derived from it.
 */
export function personKey(email: string, spentBy?: string): string {
  const text = spentBy === undefined ? email : JSON.stringify([email, spentBy]);
  return hash("sha256", text);
}
