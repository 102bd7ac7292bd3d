import type { Event } from "../../functions/runtime/define/handler.ts";
import { encodeEvent, type Message } from "../../functions/runtime/pubsub/message.ts";
import { eventSamples, fillSample } from "../../bundler/read/samples.ts";

/** An event as a source would publish it: samples/events/EVENT.TYPE/NAME.json. */
export interface Sample {
  readonly name: string;
  readonly event: Event;
}

/** The samples of an event type; none where it has none. */
export function readSamples(eventType: string): Sample[] {
  return eventSamples()
    .filter(({ of }) => of === eventType)
    .map((sample) => {
      // The samples' own test holds them against their schemas, and so does the handler when they are delivered.
      const { specversion: _, ...event } = JSON.parse(fillSample(sample, SENT).toString());
      return { name: sample.name, event };
    });
}

/** A sample that says that these vary, varies for others. */
const SENT = { id: "msg_sample", now: Date.parse("2026-11-02T09:30:00Z") };

/** The same event of somebody else, at another time, with another id: their e-mail in the place of the sample's, everywhere. */
export function rewritten(
  event: Event,
  { email, at, id }: { readonly email: string; readonly at: number; readonly id: string },
): Event {
  const data = JSON.parse(
    JSON.stringify(event.data).replaceAll(
      JSON.stringify(event.subject).slice(1, -1),
      JSON.stringify(email).slice(1, -1),
    ),
  );
  return { ...event, id, subject: email, time: new Date(at).toISOString(), data };
}

const messages = new WeakMap<Event, Message>();

/** The event as it is published: one message, however many cases deliver it. */
export function toMessage(event: Event): Message {
  const message = messages.get(event) ?? encodeEvent(event, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  messages.set(event, message);
  return message;
}
