import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { encodeEvent, type Message } from "../../functions/runtime/pubsub/message.ts";
import { root } from "../../bundler/paths.ts";

/** An event as a source would publish it: samples/events/EVENT.TYPE/NAME.json. */
export interface Sample {
  readonly name: string;
  readonly event: Event;
}

const folder = join(root, "samples/events");

/** The samples of an event type; none where it has no folder. */
export async function readSamples(eventType: string): Promise<Sample[]> {
  const files = await readdir(join(folder, eventType)).catch(() => []);
  return Promise.all(
    files
      .filter((file) => file.endsWith(".json"))
      .toSorted()
      .map(async (file) => {
        // The samples' own test holds them against their schemas, and so does the handler when they are delivered.
        const { specversion: _, ...event } = JSON.parse(await readFile(join(folder, eventType, file), "utf8"));
        return { name: file.replace(/\.json$/, ""), event };
      }),
  );
}

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

export function toMessage(event: Event): Message {
  return encodeEvent(event, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}
