import { normaliseEmail } from "../../functions/runtime/reading/email.ts";
import { mentions } from "../../local/console/journal/mentions.ts";
import type { Held } from "../../local/console/dead-letters/leases.ts";
import { type Declarations, topicsToLookAt } from "../../local/console/dead-letters/place.ts";
import { type Look, withDeadLetters, type LookOptions } from "../../local/console/dead-letters/look.ts";

/** Someone's messages in dead-letter topics and quarantine. */
export interface Found {
  /** Only theirs. */
  readonly own: readonly Held[];
  /** Also about others: someone else's event that contains the address, or a webhook about several people. */
  readonly shared: readonly Held[];
  /** False if there may be more. */
  readonly isWhole: boolean;
}

/** Removes their messages, and shared ones with `withShared`. Removes nothing on a dry run. */
export async function forgetHeld(
  email: string,
  manifest: Declarations,
  options: Omit<LookOptions, "topics">,
  { isDryRun, withShared }: { readonly isDryRun: boolean; readonly withShared: boolean },
): Promise<Found | undefined> {
  const { pubsub, tell } = options;
  const topics = await Promise.all([false, true].map((isOf) => topicsToLookAt(manifest, isOf, pubsub, tell)));
  return withDeadLetters({ ...options, topics: topics.flat() }, async (look: Look) => {
    const isOf = mentions(email);
    const theirs = look.held.filter((held) => textsOf(held).some(isOf));
    const own = theirs.filter((held) => isTheirsAlone(held, email));
    const shared = theirs.filter((held) => !own.includes(held));
    for (const held of isDryRun ? [] : withShared ? theirs : own) await look.acknowledge(held);
    return { own, shared, isWhole: look.isWhole };
  });
}

/** In any script. Each begins where nothing of it stands before: otherwise a long word is tried at each of its letters. */
const ADDRESSES = /(?<![\p{L}\p{M}\p{N}_.+-])[\p{L}\p{M}\p{N}_.+-]+@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+/gu;

/** An event belongs to its subject. An unreadable webhook is theirs if it contains no other address. */
function isTheirsAlone(held: Held, email: string): boolean {
  const { "ce-subject": subject } = held.message.attributes;
  if (subject !== undefined) return subject === email;
  const addresses = textsOf(held).flatMap((text) => text.match(ADDRESSES) ?? []);
  return addresses.every((address) => normaliseEmail(address) === email);
}

/** Includes URL-encoded addresses, as forms send them. */
function textsOf({ message: { data, attributes, orderingKey = "" } }: Held): string[] {
  return [data.toString().replaceAll("%40", "@"), orderingKey, ...Object.values(attributes)];
}
