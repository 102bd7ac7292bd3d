import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";

const folder = join(root, "samples");

/** An event as CloudEvents' JSON format writes it. */
export interface CloudEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a sender posts: samples/webhooks/SOURCE/KIND.json, byte by byte. */
export function readWebhook(source: string, kind: string): Buffer {
  return readFileSync(join(folder, "webhooks", source, `${kind}.json`));
}

/** The same with some of it replaced, to break one thing. */
export function webhookWith(source: string, kind: string, changes: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(readWebhook(source, kind).toString()), ...changes }));
}

/** samples/events/EVENT.TYPE/NAME.json */
export function readEvent(type: string, name: string): CloudEvent {
  return JSON.parse(readFileSync(join(folder, "events", type, `${name}.json`), "utf8"));
}

/** Every webhook sample, as [source, kind]. */
export function webhookSamples(): [source: string, kind: string][] {
  return samplesIn("webhooks");
}

/** Every event sample, as [event type, name]. */
export function eventSamples(): [type: string, name: string][] {
  return samplesIn("events");
}

function samplesIn(kind: string): [string, string][] {
  return readdirSync(join(folder, kind)).flatMap((group) =>
    readdirSync(join(folder, kind, group)).map((file): [string, string] => [group, file.replace(/\.json$/, "")]),
  );
}
