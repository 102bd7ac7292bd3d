import { emailIn } from "./emails.ts";
import { type IdDoubt, idIn, OWN_ID } from "./ids.ts";
import { kindOfPayload, type KindPlace } from "./kind.ts";
import { commonLeaves, keyOf, type Leaf, listDepth, type Payload, lastOf } from "./leaves.ts";
import { timeIn, TIME } from "./times.ts";
import { best } from "./best.ts";

/** Guesses from the payloads of one kind: who, when, and which. Each value is in all of them. */
export interface Guess {
  readonly email?: Leaf | undefined;
  readonly time?: Leaf | undefined;
  readonly id?: Leaf | undefined;
  /** If no id was found: one that may be. */
  readonly idDoubt?: IdDoubt | undefined;
  /** What the event is about if it is not a person. */
  readonly subject?: Leaf | undefined;
  /** The link to what has happened, if the webhook holds nothing else. */
  readonly link?: Leaf | undefined;
}

/** @param kind where the webhook says its kind */
export function guess(payloads: readonly Payload[], kind: KindPlace | undefined): Guess {
  const said = kind !== undefined && "paths" in kind ? kind.paths.map((path) => keyOf({ path })) : [];
  const leaves = commonLeaves(payloads).filter((leaf) => !said.includes(keyOf(leaf)));
  const plain = leaves.filter((leaf) => listDepth(leaf) === undefined);
  const email = emailIn(leaves);
  const kinds = payloads.map((payload) => kindOfPayload(payload, kind));
  const time = timeIn(plain, payloads, kinds);
  const ids = idIn(plain, payloads, { kind, kinds, email, time });
  const rest = plain.filter((leaf) => leaf !== ids.id && leaf !== time);
  if (email !== undefined) return { email, time, ...ids };
  const link = onlyLinkIn(leaves);
  return { time, ...ids, link, subject: link ?? subjectIn(rest) ?? ids.id };
}

/** The link, where everything else is an id, a time, or about the webhook itself: Eventbrite's `api_url`. */
function onlyLinkIn(leaves: readonly Leaf[]): Leaf | undefined {
  const links = leaves.filter(({ value }) => /^https:\/\/\S+$/.test(String(value)));
  const isBare = ({ path }: Leaf) => OF_WEBHOOK.test(lastOf(path)) || TIME.test(lastOf(path));
  return leaves.every((leaf) => links.includes(leaf) || isBare(leaf)) ? links.find((leaf) => !isBare(leaf)) : undefined;
}

const OF_WEBHOOK = /(?:^|[_-])(?:uu)?id$|Id$|endpoint|webhook|callback|action|attempt|version/;

/** What the event is about if it is not a person. */
function subjectIn(leaves: readonly Leaf[]): Leaf | undefined {
  return best(leaves, rankSubject);
}

const SUBJECT = /customer|account|company|order|subscription|member/i;
/** Names of objects that hold the affected record. */
const RECORD = /^(?:data|object|entity|resource|detail|record|item|links)$/i;

const RECORD_ID = /^(?:object|entity|record|resource)_?id$/i;

function rankSubject({ path, value }: Leaf): number | undefined {
  const isKey = (typeof value === "string" && /^[\w-]{1,100}$/.test(value)) || Number.isSafeInteger(value);
  const name = lastOf(path);
  // The webhook's own subscription id is always the same.
  if (!isKey || TIME.test(name) || (/^subscription_?id$/i.test(name) && !RECORD.test(path.at(-2) ?? "")))
    return undefined;
  if (typeof value === "string" && SUBJECT.test(name)) return 0;
  if ((OWN_ID.test(name) && RECORD.test(path.at(-2) ?? "")) || RECORD_ID.test(name)) return 1;
  return typeof value === "string" && /user/i.test(name) ? 2 : undefined; // mostly the actor
}
