import { expect, it } from "@jest/globals";
import type { JsonSchema } from "../../bundler/read/schemas.ts";
import { sampleOf } from "../../tools/new/payload/sample.ts";
import { kindOf } from "../../tools/new/source/kind.ts";
import { gapsIn } from "../../tools/new/source/gaps.ts";

it("says of a new source what was made up, and what was not found, with the line", () => {
  const code = `kinds: {
    "won": (webhook) => [
      {
        id: webhook.event_id,
        type: "form.submitted",
        person: webhook.email,
        time: webhook.at,
        data: { formId: "webby", firstName: webhook.first },
      },
    ],
  }`;
  const properties = { email: {}, formId: {}, firstName: {}, phone: {} };
  const known = new Map([["form.submitted", { title: "FormSubmitted", properties }]]);
  const samples = new Map([["won", { email: "ada@example.com", seller: { email: "grace@example.com" } }]]);
  expect(gapsIn("functions/sources/webby.ts", code, known, new Map())).toEqual([]);
  expect(gapsIn("functions/sources/webby.ts", code, known, samples)).toEqual([
    "functions/sources/webby.ts:6: is it this person, and not webhook.seller.email?",
    'functions/sources/webby.ts:8: formId is "webby" in all of them: functions/configuration says what is done for it.',
    "functions/sources/webby.ts:8: not found of form.submitted: phone.",
    "functions/sources/webby.ts:8: not taken of the payload: seller.email.",
  ]);
});

it("names all required members that the payload has not, with their words", () => {
  const code = `kinds: {
    "won": (webhook) => [
      { id: webhook.event_id, type: "deal.won", person: webhook.email, time: webhook.at, data: { status: "EDIT", amount: "EDIT" } },
    ],
  }`;
  const properties = { email: {}, status: { enum: ["open", "won"] }, amount: { type: "integer" } };
  const known = new Map([["deal.won", { title: "DealWon", properties }]]);
  expect(
    gapsIn("webby.ts", code, known, new Map([["won", { email: "ada@example.com", utm: { source: "x" } }]])),
  ).toEqual([
    'webby.ts:3: deal.won requires status (one of open, won) and amount, and nothing in the payload is called so: write it for "EDIT"; until then the build refuses the sample.',
    "webby.ts:3: not taken of the payload: utm.source.",
  ]);
});

it("names answers that are not taken by what was asked, consents first of all", () => {
  const code = `kinds: {
    "FORM": (webhook) => [
      {
        id: webhook.eventId,
        type: "form.submitted",
        person: webhook.data?.fields?.find((one) => one.label === "Your e-mail?")?.value,
        time: webhook.at,
        data: { formId: webhook.data.formId },
      },
    ],
  }`;
  const fields = [
    { key: "q1", label: "Your e-mail?", type: "INPUT_EMAIL", value: "ada@example.com" },
    { key: "q2", label: "Team size", type: "MULTIPLE_CHOICE", value: ["a"], options: [{ id: "a", text: "1-5" }] },
    { key: "q3", label: "Notes", type: "TEXTAREA", value: null },
    { key: "q4", label: "May we contact you?", type: "CHECKBOXES", value: ["b"] },
  ];
  const sample = { eventId: "e1", at: "2026-03-20T10:00:05Z", data: { responseId: "r1", formId: "f1", fields } };
  expect(gapsIn("tally.ts", code, new Map(), new Map([["FORM", sample]])).at(-1)).toBe(
    'tally.ts:8: not taken of the payload: "May we contact you?" (a consent?), data.responseId, "Team size", "Notes".',
  );
});

const REGISTRATION = {
  event: "registration.created",
  sent_at: "2026-03-20T10:00:05Z",
  delivery_id: "d1",
  registrant: {
    email: "jane.doe@acme.io",
    name: "Jane Doe",
    job_title: "CTO",
    registered_at: "2026-03-18T10:00:00Z",
    cancelled_at: "2026-03-19T10:00:00Z",
  },
};

it("takes what happened for the time, our words for members, and one name for two", () => {
  const asked = { source: "stagecast", kind: { paths: [["event"]] }, known: new Map<string, JsonSchema>() };
  const kind = kindOf("registration.created", [REGISTRATION], asked);
  expect(kind.guess.time?.path).toEqual(["registrant", "registered_at"]);
  expect(kind.event.fields.map(({ name, isWholeName = false }) => [name, isWholeName])).toEqual([
    ["name", true],
    ["title", false],
    ["cancelledAt", false],
  ]);
  expect(sampleOf(REGISTRATION, kind.guess)).toMatchObject({
    sent_at: "{{now}}",
    registrant: { registered_at: "{{now}}", cancelled_at: "{{now}}" },
  });
});

it("writes what is to be edited where an event type requires a word that the payload has not", () => {
  const schema = {
    title: "T",
    required: ["occasionId", "status"],
    properties: { occasionId: { type: "string" }, status: { type: "string", enum: ["a"] } },
  };
  const asked = {
    source: "stagecast",
    kind: { paths: [["event"]] },
    publishes: "t.u",
    known: new Map([["t.u", schema]]),
  };
  expect(kindOf("registration.created", [REGISTRATION], asked).event.constants).toEqual({
    occasionId: "stagecast",
    status: "EDIT",
  });
});
