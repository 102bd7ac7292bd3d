import { hash } from "node:crypto";

/**
 * The unique key's value: the same for one e-mail for ever, and it names nobody. A key whose Lead was converted into a
 * Contact that is deleted is spent, for such a Lead can't be edited: the next one follows from it.
 */
export function personKey(email: string, spentBy?: string): string {
  const text = spentBy === undefined ? email : JSON.stringify([email, spentBy]);
  return hash("sha256", text);
}
