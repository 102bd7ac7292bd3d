import { emailIn } from "./emails.ts";
import { type IdDoubt, idIn } from "./ids.ts";
import { kindOfPayload, type KindPlace } from "./kind.ts";
import { commonLeaves, keyOf, type Leaf, listDepth, type Payload } from "./leaves.ts";
import { subjectIn } from "./subjects.ts";
import { timeIn } from "./times.ts";

/** Guesses from the payloads of one kind: who, when, and which. Each value is in all of them. */
export interface Guess {
  readonly email?: Leaf | undefined;
  readonly time?: Leaf | undefined;
  readonly id?: Leaf | undefined;
  /** If no id was found: one that may be. */
  readonly idDoubt?: IdDoubt | undefined;
  /** What the event is about if it is not a person. */
  readonly subject?: Leaf | undefined;
}

/** @param kind where the webhook says its kind */
export function guess(payloads: readonly Payload[], kind: KindPlace | undefined): Guess {
  const said = kind !== undefined && "paths" in kind ? kind.paths.map((path) => keyOf({ path })) : [];
  const leaves = commonLeaves(payloads).filter((leaf) => !said.includes(keyOf(leaf)));
  const plain = leaves.filter((leaf) => listDepth(leaf) === undefined);
  const email = emailIn(leaves);
  const kinds = payloads.map((payload) => kindOfPayload(payload, kind));
  const time = timeIn(plain, payloads, kinds);
  const ids = idIn(plain, payloads, { kind, email, time });
  const rest = plain.filter((leaf) => leaf !== ids.id && leaf !== time);
  return { email, time, ...ids, subject: email === undefined ? (subjectIn(rest) ?? ids.id) : undefined };
}
