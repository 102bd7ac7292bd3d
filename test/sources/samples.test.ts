import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { normaliseEmail } from "../../functions/runtime/reading/email.ts";
import { refusalOf } from "../../functions/runtime/validate.ts";
import { root } from "../../bundler/paths.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { eventSamples, readEvent, readWebhook, webhookSamples } from "../harness/fixtures.ts";
import { validatorOf } from "../harness/units.ts";

const units = await findUnits();

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
      subject: event.subject.includes("@") ? normaliseEmail(event.subject) : event.subject,
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
  // What each of them says is tried by the build: test/bundler/checks.test.ts.
  it("are those of sources that are there", () => {
    const sources = units.sources.map(({ specification }) => specification.name);
    expect([...new Set(webhookSamples().map(([source]) => source))].toSorted()).toEqual(sources.toSorted());
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
