import type { Event } from "../../../functions/runtime/define/handler.ts";
import { encodeEvent, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { eventSamples, fillSample } from "../../../bundler/read/samples.ts";

/** An event as a source would publish it: samples/events/EVENT.TYPE/NAME.json. */
export interface Sample {
  readonly name: string;
  readonly event: Event;
}

/** The samples of an event type. May be empty. */
export function readSamples(eventType: string): Sample[] {
  return eventSamples()
    .filter(({ of }) => of === eventType)
    .map((sample) => {
      // Not validated here: another test checks samples against their schemas, and the handler validates them on
      // delivery.
      const { specversion: _, ...event } = JSON.parse(fillSample(sample, SENT).toString());
      return { name: sample.name, event };
    });
}

/** Values for the placeholders in samples. */
const SENT = { id: "msg_sample", now: Date.parse("2026-11-02T09:30:00Z") };

/** The same event for another person, time and id. Replaces the sample's subject everywhere in the data. */
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

/** The published message of an event. The same object for every case that delivers it. */
export function toMessage(event: Event): Message {
  const message = messages.get(event) ?? encodeEvent(event, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  messages.set(event, message);
  return message;
}
