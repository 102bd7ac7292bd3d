import { describe, expect, it } from "@jest/globals";
import type { JsonSchema } from "../../bundler/read/schemas.ts";
import { sampleOf } from "../../tools/new/payload/sample.ts";
import { kindOf } from "../../tools/new/source/kind.ts";
import { gapLines } from "../../tools/new/source/gap-lines.ts";
import { gapsOf } from "../../tools/new/source/gaps.ts";
import { testRow } from "../../tools/new/source/test.ts";

/** What is said of a source of one kind, and of its code as it is written here. */
function linesOf(
  payload: Readonly<Record<string, unknown>>,
  publishes: string,
  schema: Omit<JsonSchema, "title">,
  code = "",
): string[] {
  const place = { paths: [["event"]] };
  const known = new Map([[publishes, { title: "T", ...schema }]]);
  const kind = kindOf("won", [payload], { source: "webby", kind: place, publishes, known });
  return gapLines("webby.ts", code, gapsOf(kind, { place, idHeader: undefined }));
}

it("says of a new source what was made up, and what was not found, with the line", () => {
  const code = `export default defineSource({
  kind: (webhook) => webhook.event,
  kinds: {
    "won": (webhook) => [
      {
        id: webhook.event_id,
        type: "form.submitted",
        person: webhook.email,
        time: webhook.at,
        data: { formId: "webby", firstName: webhook.first },
      },
    ],
  },
});`;
  const payload = {
    event: "won",
    event_id: "e1",
    at: "2026-03-20T10:00:05Z",
    email: "ada@example.com",
    first_name: "Ada",
  };
  const schema = {
    required: ["formId"],
    properties: { email: {}, formId: { type: "string" }, firstName: {}, phone: {} },
  };
  expect(linesOf({ ...payload, seller: { email: "grace@example.com" } }, "form.submitted", schema, code)).toEqual([
    "webby.ts:8: is it this person, and not webhook.seller.email? If it is another, also edit required in schemas/sources/webby/won.json, and the address in test/sources/webby.test.ts.",
    'webby.ts:10: formId is "webby" in every event: functions/configuration says what is done for it.',
    "webby.ts:10: not found for form.submitted: phone.",
    "webby.ts:10: not taken of the payload: seller.email.",
  ]);
  expect(
    linesOf({ ...payload, email: null, referrer: { email: "grace@example.com" } }, "form.submitted", schema),
  ).toContainEqual(
    expect.stringMatching(/^webby\.ts:1: is it webhook\.referrer\.email\? Its name suggests somebody else\. /),
  );
});

it("names all required members that the payload has not, with their words", () => {
  const properties = { email: {}, status: { enum: ["open", "won"] }, amount: { type: "integer" } };
  const payload = {
    event: "won",
    event_id: "e1",
    at: "2026-03-20T10:00:05Z",
    email: "ada@example.com",
    utm: { source: "x" },
  };
  expect(linesOf(payload, "deal.won", { required: ["status", "amount"], properties })).toEqual([
    'webby.ts:1: deal.won requires status (one of open, won) and amount, but nothing in the payload has that name: replace "EDIT"; until then the build refuses the sample.',
    "webby.ts:1: not taken of the payload: utm.source.",
  ]);
});

it.each([
  [
    "a word that the event type does not know",
    { status: "valid" },
    { status: { enum: ["registered"] } },
    'status is "valid" in webhook.status, but one of registered in deal.won: map it to the one that is meant; until then the build refuses the sample.',
  ],
  [
    "a form that has no campaign",
    { formId: "VwbNEw" },
    {
      formId: {
        type: "string",
        description: "Which: a key of functions/configuration/campaigns.json, where it has one.",
      },
    },
    'formId is "VwbNEw" in webhook.formId, for which functions/configuration/campaigns.json has no entry: add it, or nothing is done for it.',
  ],
])("says where to edit %s", (_, told, properties, said) => {
  const lines = linesOf({ event: "won", email: "ada@example.com", ...told }, "deal.won", { properties });
  expect(lines).toContain(`webby.ts:1: ${said}`);
});

it("asks whether the only id is the event's, or of what the event is about", () => {
  // https://docs.mollie.com/reference/webhooks
  expect(linesOf({ event: "won", id: "tr_d0b0" }, "deal.won", { properties: {} })).toContainEqual(
    expect.stringContaining("does webhook.id differ between webhooks about the same thing?"),
  );
  const order = { event: "won", id: 727, status: "paid", total: "10.00", customer: { email: "ada@example.com" } };
  expect(linesOf(order, "deal.won", { properties: {} })).toContainEqual(
    expect.stringContaining("does webhook.id differ between webhooks about the same thing?"),
  );
  const wrapped = { event: "won", id: "evt_1", data: { id: 7, status: "paid", email: "ada@example.com" } };
  expect(linesOf(wrapped, "deal.won", { properties: {} }).join()).not.toContain("does webhook.id differ");
});

it("says of a webhook that holds only a link that nobody is named in it", () => {
  const payload = {
    config: { action: "order.placed", user_id: "154", endpoint_url: "https://acme.example/hook", webhook_id: "11" },
    api_url: "https://www.eventbriteapi.com/v3/orders/721/", // https://www.eventbrite.com/platform/docs/webhooks
  };
  const lines = linesOf({ event: "won", ...payload }, "deal.won", { properties: {} });
  expect(lines).toContainEqual(expect.stringContaining("posts only a link, webhook.api_url, and no data"));
  expect(lines.join()).not.toContain("it is about webhook");
  const ordered = linesOf({ event: "won", ...payload, total: 7 }, "deal.won", { properties: {} });
  expect(ordered).toContainEqual(expect.stringContaining("no e-mail was found: it is about"));
});

it("names answers that are not taken by what was asked, consents first of all", () => {
  const fields = [
    { key: "q1", label: "Your e-mail?", type: "INPUT_EMAIL", value: "ada@example.com" },
    { key: "q2", label: "Team size", type: "MULTIPLE_CHOICE", value: ["a"], options: [{ id: "a", text: "1-5" }] },
    { key: "q3", label: "Notes", type: "TEXTAREA", value: null },
    { key: "q4", label: "May we contact you?", type: "CHECKBOXES", value: ["b"] },
  ];
  const payload = {
    event: "won",
    eventId: "e1",
    at: "2026-03-20T10:00:05Z",
    data: { responseId: "r1", formId: "f1", fields },
  };
  const schema = { properties: { email: {}, formId: {} } };
  expect(linesOf(payload, "form.submitted", schema).at(-1)).toBe(
    'webby.ts:1: not taken of the payload: "May we contact you?" (a consent?), data.responseId, "Team size", "Notes".',
  );
});

it.each([
  ["jane.doe@acme.io", "ada@example.com"],
  ["Jo.Doe@example.com", "jo.doe@example.com"], // which is nobody's, and stays
])("expects of the address %s in the test what is in the sample", (email, sent) => {
  const asked = { source: "acme", kind: { paths: [["type"]] }, known: new Map<string, JsonSchema>() };
  const payload = { type: "lead.won", contact: { email } };
  const kind = kindOf("lead.won", [payload], asked);
  expect(sampleOf(payload, kind.guess)).toMatchObject({ contact: { email: sent } });
  expect(testRow(kind)).toBe(`["lead.won", "lead.won", { email: "${sent}" }],`);
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

it("offers what may say which occasion it was, and asks whether a record's time is the event's", () => {
  const payload = {
    event: "won",
    details: { companyId: "c1", eventId: "e1" },
    contact: { id: 7, email: "ada@example.com", createdOn: 1573240303 },
  };
  const schema = { required: ["occasionId"], properties: { email: {}, occasionId: { type: "string" } } };
  // https://apis.io/asyncapis/gotowebinar/gotowebinar-webhooks-asyncapi/
  expect(linesOf({ event: "won", webinarKey: "w1", email: "ada@example.com" }, "registration.changed", schema)).toEqual(
    expect.arrayContaining([expect.stringContaining("Or is it webhook.webinarKey?")]),
  );
  expect(linesOf(payload, "registration.changed", schema)).toEqual(
    expect.arrayContaining([
      expect.stringContaining("Or is it webhook.details.eventId or webhook."),
      expect.stringContaining("is webhook.contact.createdOn when this happened, and not when the record was made?"),
    ]),
  );
});

it("takes no event's own status for that of who comes, and no ticket's name for a person's", () => {
  const schema = { required: ["status"], properties: { email: {}, status: { enum: ["registered", "cancelled"] } } };
  const payload = {
    event: { name: "Spring Summit", status: "cancelled" },
    attendee: { name: "Ravi Chandran", email: "ravi@acme.pl", ticket: { name: "Early Bird" } },
  };
  expect(linesOf(payload, "registration.changed", schema)).toContainEqual(
    expect.stringMatching(/requires status \(one of registered, cancelled\), but nothing in the payload has that name/),
  );
  expect(sampleOf(payload, {})).toMatchObject({ attendee: { name: "Ada Lovelace", ticket: { name: "Early Bird" } } });
});

it("takes the status of an attendee's ticket for that of who comes, and not that of the event's tickets", () => {
  const schema = { required: ["status"], properties: { email: {}, status: { enum: ["registered", "cancelled"] } } };
  const attendee = { name: "Ravi Chandran", email: "ravi@acme.pl" };
  const missing = expect.stringMatching(/requires status .*, but nothing in the payload has that name/);
  const own = { event: { name: "Summit" }, registration: { attendee, ticket: { status: "registered" } } };
  expect(linesOf(own, "registration.changed", schema)).not.toContainEqual(missing);
  const ofEvent = { event: { name: "Summit", ticket: { status: "sold out" } }, attendee };
  expect(linesOf(ofEvent, "registration.changed", schema)).toContainEqual(missing);
});

it("takes for a consent only what is called so, and not all that a contact holds", () => {
  const payload = {
    event: "won",
    event_id: "e1",
    at: "2026-03-20T10:00:05Z",
    email: "ada@example.com",
    contact: { city: "London", may_contact: true },
  };
  const lines = linesOf(payload, "form.submitted", { properties: { email: {} } });
  expect(lines.at(-1)).toMatch(/not taken of the payload: contact\.may_contact \(a consent\?\), contact\.city\.$/);
  // Postmark and Shopify: https://github.com/anymail/django-anymail/pull/276, https://github.com/nozzlegear/ShopifySharp/pull/712
  const changed = {
    event: "won",
    email: "ada@example.com",
    SuppressSending: true,
    email_marketing_consent: { state: "subscribed" },
  };
  expect(linesOf(changed, "form.submitted", { properties: { email: {} } }).at(-1)).toMatch(
    /payload: SuppressSending \(a consent\?\), email_marketing_consent\.state \(a consent\?\)\.$/,
  );
  // In Swedish, Polish and Japanese.
  const abroad = {
    event: "won",
    email: "ada@example.com",
    Samtycke: true,
    "Zgoda na e-maile": 1,
    同意する: "on",
    Ort: "B",
  };
  expect(
    linesOf(abroad, "form.submitted", { properties: { email: {} } })
      .at(-1)
      ?.match(/\(a consent\?\)/g),
  ).toHaveLength(3);
});

it.each([
  [
    "asked in an object of its own",
    { customAnswers: [{ question: { text: "May we e-mail you about products?" }, answer: ["Yes"] }] },
    'customAnswers "May we e-mail you about products?" (a consent?), customAnswers.',
  ],
  [
    "answered by another word",
    { answers: [{ question: { title: "I agree to be contacted" }, response: "Yes" }] },
    'answers "I agree to be contacted" (a consent?), answers.',
  ],
  [
    "an answer that has only words for an id", // Livestorm
    {
      fields: [
        { id: "opt_in", type: "checkbox", value: "true" },
        { id: "company", type: "text", value: "A" },
      ],
    },
    '"opt_in" (a consent?), "company".',
  ],
  [
    "told by a label beside it", // Leadpages
    { fields: { f3: { name: "I agree to be contacted", value: true } } },
    "fields.f3.name (a consent?), fields.f3.value (a consent?).",
  ],
  ["a wish for nothing", { dnd: true, isDoNotEmail: 1 }, "dnd (a consent?), isDoNotEmail (a consent?)."],
  [
    "called so behind another word",
    { email_opt_in: true, adopting: true, contact_id: 7, contact_number: "1" },
    "email_opt_in (a consent?), contact_number, adopting, contact_id.",
  ],
])("names a consent that is %s", (_, told, said) => {
  const lines = linesOf({ event: "won", email: "ada@example.com", ...told }, "deal.won", { properties: { email: {} } });
  expect(lines.at(-1)).toContain(`not taken of the payload: ${said}`);
});

it("asks whether a field that it takes is a consent, and hides neither consents nor a person's fields", () => {
  const payload = { event: "won", email: "ada@example.com", gdpr_consent: "Yes, I agree" };
  const properties = { email: {}, gdprConsent: { type: "string" } };
  expect(linesOf(payload, "form.submitted", { properties })).toContainEqual(
    expect.stringContaining("is gdprConsent a consent?"),
  );
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, index]));
  const other = { many, visitor: { surname: "Doe", opt_in: true } };
  expect(linesOf({ event: "won", email: "ada@example.com", ...other }, "deal.won", { properties: {} }).at(-1)).toMatch(
    /payload: visitor\.opt_in \(a consent\?\), visitor\.surname, many\.n0, .*many\.n9, and 10 more\.$/,
  );
});

const LEAD = {
  event: "lead.captured",
  timestamp: "2026-03-20T10:00:05Z",
  webhook_id: "w1",
  page: { url: "https://example.com/pricing", title: "Pricing" },
  chat: { id: "c1", message: "Call me" },
  bot: { id: "b1" },
  visitor: { email: "ada@example.com", title: "CTO" },
};

describe("the id of an event", () => {
  const asked = { source: "chatty", kind: { paths: [["event"]] }, known: new Map<string, JsonSchema>() };
  const later = { ...LEAD, timestamp: "2026-03-20T11:00:05Z", visitor: { email: "grace@example.com" } };

  it.each([
    ["is not told by one webhook", [LEAD], undefined, "webhook.webhook_id may be the id, or the subscription's"],
    ["is another in each webhook", [LEAD, { ...later, webhook_id: "w2" }], ["webhook_id"], ""],
    ["is not the subscription's", [LEAD, later], undefined, "webhook.webhook_id is the same in several of these"],
    ["is not told by a retry", [LEAD, { ...LEAD, sent_at: "2026-03-20T11:00:05Z" }], undefined, "may be the id"],
    [
      "may be the same at a retry",
      [
        { ...LEAD, event_id: "e1" },
        { ...LEAD, event_id: "e1", attempt: 2 },
      ],
      ["event_id"],
      "",
    ],
    [
      "is no record's",
      [LEAD, later].map((one) => ({ ...one, id: "r1" })),
      undefined,
      "webhook.id is the same in several",
    ],
  ] as const)("%s", (_, payloads, path, said) => {
    const kind = kindOf("lead.captured", payloads, asked);
    expect(kind.guess.id?.path).toEqual(path);
    const [first] = gapsOf(kind, { place: asked.kind, idHeader: undefined }).filter(({ member }) => member !== "data");
    expect(first?.sentence ?? "").toContain(said);
  });
});

it("takes from elsewhere what is nobody's, says so, and offers what may say which form it was", () => {
  const properties = { email: {}, formId: { type: "string" }, title: {}, message: {}, pageUrl: {}, company: {} };
  const payload = {
    ...LEAD,
    visitor: { email: "ada@example.com" },
    host: { message: "Hello" },
    office: { company: "X" },
  };
  expect(
    linesOf(payload, "form.submitted", { required: ["formId"], properties }).map((line) => line.slice(12)),
  ).toEqual([
    expect.stringContaining("no id of the event was found"),
    'formId is "webby" in every event: functions/configuration says what is done for it. Or is it webhook.page.title or webhook.bot.id or webhook.chat.id?',
    "is message webhook.chat.message? It is not beside the person's other members.",
    "is pageUrl webhook.page.url? It is not beside the person's other members.",
    "not found for form.submitted: title, company.",
    "not taken of the payload: host.message, office.company, webhook_id, page.title, chat.id, bot.id.",
  ]);
});

const SEVERAL = [{ value: "a@b.co" }, { value: "c@b.co" }];

it.each([
  ["several addresses and no mark", { emails: SEVERAL }, "is it the first in this list?"],
  ["several, of which one is marked", { emails: SEVERAL.map((one, at) => ({ ...one, is_primary: at > 0 })) }, ""],
  ["one address", { emails: [{ value: "a@b.co" }] }, ""],
  ["one person", { guests: [{ email: "a@b.co" }] }, "does this list never have more than one?"],
])("asks who is meant by a list with %s", (_, contact, asked) => {
  const lines = linesOf({ event: "won", contact }, "deal.won", { properties: { email: {} } });
  const questions = lines.flatMap((line) => /(?:is it the|does this) [^?]*list[^?]*\?/.exec(line) ?? []);
  expect(questions).toEqual(asked === "" ? [] : [asked]);
});
