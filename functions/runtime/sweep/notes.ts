import type { AcceptedWrite, SentRun } from "../define/client.ts";
import { errorName } from "../safe-error.ts";
import type { Log } from "../log.ts";
import { jsonIn } from "../objects.ts";
import type { Message } from "../pubsub/message.ts";
import { SENT_TOPIC } from "../pubsub/names.ts";
import type { Publish } from "../pubsub/publish.ts";

/** Collects what systems have accepted in one run of a handler. */
export interface Notes {
  readonly add: (write: AcceptedWrite) => void;
  /**
   * Notes it for the sweep. Never rejects: without a note the write is not checked, but the event is handled all the
   * same.
   */
  publish(): Promise<void>;
}

/** A note, as the sweep reads it. */
export interface Note extends SentRun {
  readonly system: string;
  readonly handler: string;
  readonly eventId: string;
  readonly eventType: string;
}

/** A note's origin. */
type Origin = Pick<Note, "handler" | "eventId" | "eventType">;

export function createNotes(
  origin: Origin,
  { publish, log, now }: { readonly publish: Publish; readonly log: Log; readonly now: () => number },
): Notes {
  const all = new Map<string, AcceptedWrite[]>();
  return {
    add(one) {
      const key = JSON.stringify([one.system, one.key]);
      all.set(key, [...(all.get(key) ?? []), one]);
    },
    async publish() {
      const groups = [...all.values()].filter((group) => group.some(({ isFindable }) => isFindable));
      if (groups.length === 0) return;
      const messages = groups.map((group) => {
        const writes = group.map(({ write }) => write);
        return encodeNote({ ...origin, system: group[0]?.system ?? "", writes, takenAt: now(), times: 0 });
      });
      try {
        await publish(SENT_TOPIC, messages);
      } catch (error) {
        log.warning("what was sent is not noted: no sweep looks for it", { reason: errorName(error) });
      }
    },
  };
}

/** The message for the topic of sent writes. */
export function encodeNote({ system, handler, eventId, eventType, writes, takenAt, times }: Note): Message {
  const from = { system, handler, "event-id": eventId, "event-type": eventType };
  return {
    data: Buffer.from(JSON.stringify(writes)),
    attributes: { ...from, "taken-at": String(takenAt), times: String(times) },
  };
}

/** Undefined if it is not a note. */
export function decodeNote({ data, attributes }: Message): Note | undefined {
  const { system, handler, "event-id": eventId, "event-type": eventType = "", "taken-at": takenAt, times } = attributes;
  if (system === undefined || handler === undefined || eventId === undefined) return undefined;
  const writes = jsonIn(data.toString());
  const note = { system, handler, eventId, eventType, takenAt: Number(takenAt), times: Number(times) };
  const isWhole = Array.isArray(writes) && Number.isSafeInteger(note.takenAt) && Number.isSafeInteger(note.times);
  return isWhole ? { ...note, writes } : undefined;
}
