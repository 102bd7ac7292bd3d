import { mentions } from "../../local/console/journal/mentions.ts";
import type { Held } from "../../local/console/dead-letters/leases.ts";
import { type Declarations, topicsToLookAt } from "../../local/console/dead-letters/place.ts";
import { type Look, withDeadLetters, type LookOptions } from "../../local/console/dead-letters/look.ts";

/** What dead-letter topics and quarantine hold of somebody. */
export interface Found {
  /** Theirs alone. */
  readonly own: readonly Held[];
  /** In which their address stands among others': somebody else's event, or a webhook of several people. */
  readonly shared: readonly Held[];
  /** False when there may be more. */
  readonly isWhole: boolean;
}

/** Removes what is theirs, and what is shared where `withShared`; nothing on a dry run. */
export async function forgetHeld(
  email: string,
  manifest: Declarations,
  options: Omit<LookOptions, "topics">,
  { isDryRun, withShared }: { readonly isDryRun: boolean; readonly withShared: boolean },
): Promise<Found | undefined> {
  const topics = [...topicsToLookAt(manifest, false), ...topicsToLookAt(manifest, true)];
  return withDeadLetters({ ...options, topics }, async (look: Look) => {
    const isOf = mentions(email);
    const theirs = look.held.filter((held) => textsOf(held).some(isOf));
    const own = theirs.filter((held) => isTheirsAlone(held, email));
    const shared = theirs.filter((held) => !own.includes(held));
    for (const held of isDryRun ? [] : withShared ? theirs : own) await look.acknowledge(held);
    return { own, shared, isWhole: look.isWhole };
  });
}

/** An event is whose subject it is; a webhook that nobody could read is theirs if it names nobody else. */
function isTheirsAlone(held: Held, email: string): boolean {
  const { "ce-subject": subject } = held.message.attributes;
  if (subject !== undefined) return subject === email;
  const addresses = textsOf(held).flatMap((text) => text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []);
  return addresses.every((address) => address.toLowerCase() === email);
}

/** With addresses as a form sends them, too. */
function textsOf({ message: { data, attributes, orderingKey = "" } }: Held): string[] {
  return [data.toString().replaceAll("%40", "@"), orderingKey, ...Object.values(attributes)];
}
