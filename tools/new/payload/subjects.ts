import { best } from "./best.ts";
import { OWN_ID } from "./ids.ts";
import { lastOf, type Leaf } from "./leaves.ts";
import { TIME } from "./times.ts";

/** What the event is about if it is not a person. */
export function subjectIn(leaves: readonly Leaf[]): Leaf | undefined {
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
