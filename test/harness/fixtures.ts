import {
  eventSamples as readEvents,
  fillSample,
  type Sample,
  webhookSamples as readWebhooks,
} from "../../bundler/read/samples.ts";

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

/** What varies in the samples, as the tests have it. */
export const SENT = { id: "01K0Y4CT6YDC7Y5M7FE1GWWPQH", now: Date.parse("2026-11-02T09:30:00Z") };

function sampleOf(samples: readonly Sample[], of: string, name: string): Sample {
  const sample = samples.find((one) => one.of === of && one.name === name);
  if (sample === undefined) throw new Error(`there is no sample ${of} ${name}`);
  return sample;
}

/** What a sender posts: samples/webhooks/SOURCE/KIND.json, sent as SENT says. */
export function readWebhook(source: string, kind: string): Buffer {
  return fillSample(sampleOf(readWebhooks(), source, kind), SENT);
}

/** The same with some of it replaced, to break one thing. */
export function webhookWith(source: string, kind: string, changes: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(readWebhook(source, kind).toString()), ...changes }));
}

/** samples/events/EVENT.TYPE/NAME.json */
export function readEvent(type: string, name: string): CloudEvent {
  return JSON.parse(fillSample(sampleOf(readEvents(), type, name), SENT).toString());
}

/** Every webhook sample, as [source, kind]. */
export function webhookSamples(): [source: string, kind: string][] {
  return readWebhooks().map(({ of, name }) => [of, name]);
}

/** Every event sample, as [event type, name]. */
export function eventSamples(): [type: string, name: string][] {
  return readEvents().map(({ of, name }) => [of, name]);
}
