import { expect, it } from "@jest/globals";
import type { JsonSchema } from "../../bundler/read/schemas.ts";
import { sampleOf } from "../../tools/new/payload/sample.ts";
import { kindOf } from "../../tools/new/source/kind.ts";

it("reads the names of people and companies from objects of their own, and leaves nobody's in the sample", () => {
  const contact = { name: { first: "Ravi", last: "Chandran" }, email: "ravi@acme.pl", company: { name: "Acme Inc." } };
  const payload = { event: "won", data: { contact, guests: [{ name: { first: "Tom", last: "Beck" } }] } };
  const place = { paths: [["event"]] };
  const kind = kindOf("won", [payload], { source: "webby", kind: place, known: new Map() });
  expect(kind.event.fields.map(({ name, leaf }) => [name, leaf.path.slice(2).join(".")])).toEqual([
    ["firstName", "name.first"],
    ["lastName", "name.last"],
    ["company", "company.name"],
  ]);
  expect(sampleOf(payload, kind.guess)).toEqual({
    event: "won",
    data: {
      contact: { name: { first: "Ada", last: "Lovelace" }, email: "ada@example.com", company: { name: "Acme Inc." } },
      guests: [{ name: { first: "Grace", last: "Hopper" } }],
    },
  });
});

const [MADE, CHANGED] = ["2024-01-05T10:00:00Z", "2026-03-20T10:00:05Z"];

it.each([
  ["data.update_time", { data: { add_time: MADE, update_time: CHANGED } }],
  ["data.add_time", { data: { add_time: MADE, update_time: MADE } }],
  ["data.modified_time", { data: { created_time: MADE, modified_time: CHANGED } }],
  ["data.date_modified", { data: { date_entered: MADE, date_modified: CHANGED } }],
  ["data.dateUpdated", { data: { dateAdded: MADE, dateUpdated: CHANGED } }],
  ["meta.timestamp", { data: { add_time: MADE, update_time: CHANGED }, meta: { timestamp: CHANGED } }],
])("takes %s for the time at which it happened", (path, payload) => {
  const asked = { source: "webby", kind: undefined, known: new Map<string, JsonSchema>() };
  expect(kindOf("won", [payload], asked).guess.time?.path.join(".")).toBe(path);
});
