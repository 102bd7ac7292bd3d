import type { JsonSchema } from "../../../bundler/read/schemas.ts";
import { titleOf } from "../names.ts";
import { type Files, json } from "../write.ts";

/** The name of the first sample, with which a handler is proved. */
export const FIRST_SAMPLE = "first";

/** The schema and a first event of an event type about a person that no source publishes yet. */
export function eventTypeFiles(type: string): { schema: JsonSchema; files: Files } {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: titleOf(type),
    description: "What has happened, and what everybody sees of it.",
    type: "object",
    required: ["email"],
    properties: { email: { type: "string", format: "email", maxLength: 80 } },
  };
  const event = {
    specversion: "1.0",
    id: "01K0Y4CT6YDC7Y5M7FE1GWWPQH",
    source: "/sources/unknown",
    type,
    subject: "ada@example.com",
    time: "2026-11-02T09:30:00.000Z",
    data: { email: "ada@example.com" },
  };
  const files = new Map([
    [`schemas/${type}.json`, json(schema)],
    [`samples/events/${type}/${FIRST_SAMPLE}.json`, json(event)],
  ]);
  return { schema, files };
}
