import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { DISCARDED_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import { asDiscarded, FORMER_ID } from "./discarded.ts";
import type { Held } from "./leases.ts";
import type { Letter } from "./letters.ts";
import { CommandError, UsageError } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

/** Limit of an attribute: https://cloud.google.com/pubsub/quotas#resource_limits */
const MOST_BYTES = 1024;

/** The result of moving a letter. */
export interface Moved {
  readonly letter: Letter;
  readonly outcome: "discarded" | "restored" | "failed" | "not acknowledged" | "not tried";
  /** The new id of a webhook that became another message. */
  readonly newId?: string;
  /** A sentence, unless the outcome says it all. */
  readonly why?: string;
}

interface MoveOptions {
  readonly publish: Pubsub["publish"];
  readonly acknowledge: (held: Held) => Promise<void>;
  /** Once aborted, no further letter is begun. */
  readonly signal: AbortSignal;
}

/** @throws UsageError if the reason can't be stored. */
export function checkBecause(text: string | undefined, field: string): string {
  const because = text?.trim() ?? "";
  if (because === "")
    throw new UsageError(`${field} is missing: say why nobody needs them, for whoever finds them later.`);
  if (Buffer.byteLength(because) > MOST_BYTES)
    throw new UsageError(`${field} is longer than the ${MOST_BYTES} bytes that are kept of it.`);
  return because;
}

/** Moves letters to a topic from which they can be restored for 31 days. */
export function discard(
  letters: readonly Letter[],
  because: string,
  now: number,
  options: MoveOptions,
): Promise<Moved[]> {
  return moveAll(letters, "discarded", options, ({ held: { topic, message, messageId } }) => ({
    topic: DISCARDED_TOPIC,
    message: asDiscarded(message, { because, from: topic, at: new Date(now).toISOString(), messageId }),
  }));
}

/** Moves letters back unchanged. */
export function restore(letters: readonly Letter[], options: MoveOptions): Promise<Moved[]> {
  return moveAll(letters, "restored", options, ({ kind, held: { message }, formerId, discarded }) => {
    const former = kind === "rejected" && { [FORMER_ID]: formerId ?? discarded?.messageId ?? "" };
    return { topic: discarded?.from ?? "", message: { ...message, attributes: { ...message.attributes, ...former } } };
  });
}

type Target = { readonly topic: string; readonly message: Message };

/** Sequentially, which keeps each person's order. */
function moveAll(
  letters: readonly Letter[],
  done: "discarded" | "restored",
  options: MoveOptions,
  targetOf: (letter: Letter) => Target,
): Promise<Moved[]> {
  return Array.fromAsync(letters, (letter) =>
    options.signal.aborted
      ? { letter, outcome: "not tried", why: "interrupted" }
      : move(letter, done, options, targetOf(letter)),
  );
}

async function move(
  letter: Letter,
  done: "discarded" | "restored",
  { publish, acknowledge }: MoveOptions,
  { topic, message }: Target,
): Promise<Moved> {
  let isPublished = false;
  try {
    const newId = await publish(topic, message);
    isPublished = true;
    await acknowledge(letter.held);
    return { letter, outcome: done, ...(done === "restored" && letter.kind === "rejected" && { newId }) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (!isPublished) return { letter, outcome: "failed", why: error.message };
    return { letter, outcome: "not acknowledged", why: `${done}, but it lies here still: ${error.message}` };
  }
}
