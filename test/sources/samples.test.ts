import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Source } from "../../functions/runtime/define/source.ts";
import { normaliseEmail } from "../../functions/runtime/define/email.ts";
import { refusalOf } from "../../functions/runtime/validate.ts";
import { root } from "../../bundler/paths.ts";
import { findUnits } from "../../bundler/units.ts";
import { eventSamples, readEvent, readWebhook, webhookSamples } from "../harness/fixtures.ts";
import { validatorOf } from "../harness/units.ts";

const units = await findUnits();
const sources: Readonly<Record<string, Source>> = Object.fromEntries(
  units.sources.map(({ file, specification }) => [file, specification]),
);

function schemasIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(/\.json$/, ""));
}

// A released schema only grows: every sample that was ever committed validates for ever. When one of these fails, what
// is wrong is the schema, not the sample: what can't be kept is a new event type.
describe("the samples of events", () => {
  it.each(eventSamples())("%s %s is a CloudEvent whose data its schema passes", (type, name) => {
    const event = readEvent(type, name);
    expect(event).toEqual({
      specversion: "1.0",
      id: expect.stringMatching(/^[\x21-\x7e]{1,256}$/),
      source: expect.stringMatching(/^\/sources\/[a-z0-9-]+$/),
      type,
      subject: normaliseEmail(event.subject),
      time: new Date(event.time).toISOString(),
      data: expect.any(Object),
    });
    expect(refusalOf(validatorOf(type), event.data)).toBeUndefined();
  });

  it("are there for every event type, and for no other", () => {
    expect([...new Set(eventSamples().map(([type]) => type))].toSorted()).toEqual(schemasIn("schemas").toSorted());
  });
});

describe("the samples of webhooks", () => {
  it.each(webhookSamples())("%s %s is named by its kind, and its sender's schema passes it", (source, kind) => {
    const payload = JSON.parse(readWebhook(source, kind).toString());
    expect(refusalOf(validatorOf(`sources/${source}`), payload)).toBeUndefined();
    expect(sources[source]?.kind(payload as never)).toBe(kind); // the schema has just passed it
  });

  it("are there for every source, and for every event type that one publishes", () => {
    const published = webhookSamples().flatMap(([source, kind]) => {
      const payload = JSON.parse(readWebhook(source, kind).toString());
      return (sources[source]?.toEvents(payload as never, { "webhook-id": "msg_1" }) ?? []).map(
        ({ type }) => `${source} ${type}`,
      );
    });
    expect([...new Set(published)].toSorted()).toEqual(
      Object.values(sources)
        .flatMap(({ name, events }) => events.map((type) => `${name} ${type}`))
        .toSorted(),
    );
  });

  it("name nobody who exists: every address in a sample is at example.com", () => {
    const texts = [
      ...webhookSamples().map(([source, kind]) => readWebhook(source, kind).toString()),
      ...eventSamples().map((sample) => JSON.stringify(readEvent(...sample))),
    ];
    const hosts = texts.flatMap((text) => [...text.matchAll(/@([\w.-]+)/g)].map(([, host]) => host));
    expect([...new Set(hosts)]).toEqual(["example.com"]);
  });
});
