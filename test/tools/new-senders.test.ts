import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { sourceFiles, type SourceOptions } from "../../tools/new/source/source.ts";
import { further } from "./new-senders-further.ts";
import { AT, documented, EMAIL, type Sent } from "./new-senders.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-senders-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files of a source that is new, each with its blanks as one. */
async function filesOf(source: string, posted: object | string, options: Partial<SourceOptions> = {}) {
  const from = join(folder, source);
  await writeFile(from, typeof posted === "string" ? posted : JSON.stringify(posted));
  const { files } = await sourceFiles(source, { from: [from], ...options });
  return new Map([...files].map(([file, text]) => [file, text.replaceAll(/\s+/g, " ")]));
}

async function codeOf(...given: Parameters<typeof filesOf>): Promise<string> {
  return (await filesOf(...given)).get(`functions/sources/${given[0]}.ts`) ?? "";
}

describe("a new source of a sender as it is", () => {
  it.each<Sent>([
    [
      "cal-com",
      {
        triggerEvent: "BOOKING_CREATED",
        createdAt: AT,
        payload: {
          organizer: { email: "pro@acme.io" },
          attendees: [{ email: EMAIL, name: "Jane Doe" }],
          uid: "bFJeNb2uX8ANpT3JL5EfXw",
        },
      },
      {},
      [
        "signature: calCom()",
        "kind: (webhook) => webhook.triggerEvent",
        '{ type: "booking.created", person: webhook.payload.attendees[0]?.email, time: webhook.createdAt',
        "namesIn({ name: webhook.payload.attendees[0]?.name })",
      ],
    ],
    [
      "cal", // answers by their fields' names, a guest's address, and the meeting around them
      {
        triggerEvent: "BOOKING_CREATED",
        createdAt: AT,
        payload: {
          seats: 2,
          title: "Intro",
          startTime: "2026-11-25T09:00:00Z",
          organizer: { email: "pro@acme.io", name: "Pro" },
          responses: {
            name: { label: "your_name", value: "Jane Doe", isHidden: false },
            email: { label: "email_address", value: EMAIL, isHidden: false },
            location: { label: "location", value: { optionValue: "", value: "integrations:daily" }, isHidden: false },
            notes: { label: "additional_notes", value: "Hi", isHidden: false },
            guests: { label: "additional_guests", value: ["guest@acme.io"], isHidden: false },
          },
          uid: "bFJeNb2uX8ANpT3JL5EfXw",
          cancellationReason: "",
        },
      },
      { scheme: "cal-com" },
      [
        [
          "person: webhook.payload.responses.email.value, time: webhook.createdAt,",
          "data: { ...namesIn({ name: webhook.payload.responses.name?.value }),",
          "location: webhook.payload.responses.location?.value, notes: webhook.payload.responses.notes?.value,",
          "startTime: webhook.payload.startTime, uid: webhook.payload.uid, seats: webhook.payload.seats,",
          "cancellationReason: webhook.payload.cancellationReason } },",
        ].join(" "),
      ],
    ],
    [
      "mixed", // answers and items of several types
      {
        type: "form.sent",
        created: AT,
        answers: [
          { label: "Email", value: EMAIL },
          { label: "Name", value: "Jane Doe" },
          { label: "Interests", value: ["a"] },
          { label: "Size", value: 7 },
          "none",
        ],
      },
      { scheme: "static-header" },
      [
        'person: Object(webhook.answers.find((one) => Object(one).label === "Email")).value',
        'interests: Object(webhook.answers.find((one) => Object(one).label === "Interests")).value }',
      ],
    ],
    [
      "shopify",
      { id: 5208334008572, email: EMAIL, created_at: AT, name: "#1042" },
      { kind: "x-shopify-topic=orders/create" },
      [
        'headers: ["x-shopify-topic"], kind: (_webhook, { headers }) => headers["x-shopify-topic"] ?? ""',
        '"orders/create": (webhook) => [ { type: "orders.create", person: webhook.email', // an order's id is no event's
        "name: webhook.name",
      ],
    ],
    [
      "linear",
      { action: "create", type: "Issue", createdAt: AT, data: { id: "2174add1" }, webhookId: "000042e3" },
      {},
      [
        "kind: (webhook) => `${webhook.type}.${webhook.action}`",
        '{ type: "issue.create", subject: webhook.data.id, time: webhook.createdAt',
      ],
    ],
    [
      "pagerduty",
      { event: { id: "01BJ", event_type: "incident.triggered", occurred_at: AT, data: { id: "PGR0VU2" } } },
      {},
      [
        "kind: (webhook) => webhook.event.event_type",
        'id: webhook.event.id, type: "incident.triggered", subject: webhook.event.data.id',
      ],
    ],
    [
      "pipedrive",
      {
        meta: { action: "create", entity: "person", id: "8cb7", timestamp: AT, webhook_id: "99" },
        data: { id: 3, first_name: "Jane", emails: [{ label: "work", value: EMAIL }] },
      },
      {},
      [
        "signature: basic()",
        "kind: (webhook) => `${webhook.meta.entity}.${webhook.meta.action}`",
        "id: webhook.meta.id",
        "firstName: webhook.data.first_name",
      ],
    ],
    [
      "pipedrive", // in its second version, with the main address marked among several
      {
        meta: { action: "change", entity: "person", type: "general", id: "8cb7", timestamp: AT },
        data: {
          name: "Jane Doe",
          job_title: "CTO",
          emails: [
            { label: "work", value: "old@corp.io" },
            { label: "work", value: EMAIL, primary: true },
          ],
        },
      },
      {},
      [
        "kind: (webhook) => `${webhook.meta.entity}.${webhook.meta.action}`",
        "person: webhook.data.emails.find((one) => one.primary === true)?.value",
        "data: { ...namesIn({ name: webhook.data.name }), title: webhook.data.job_title }",
      ],
    ],
    [
      "intercom",
      {
        type: "notification_event",
        topic: "contact.created",
        id: "notif_1",
        created_at: 1795000000,
        data: { item: { email: EMAIL } },
      },
      {},
      ["kind: (webhook) => webhook.topic"],
    ],
    [
      "woocommerce",
      {
        id: 4750,
        date_created: "2026-11-11T16:54:40",
        date_created_gmt: "2026-11-11T19:54:40",
        billing: { email: EMAIL },
      },
      { kind: "x-wc-webhook-topic=order.created" },
      ["time: `${webhook.date_created_gmt}Z`", "signature: wooCommerce()"],
    ],
    [
      "acme", // whoever did it is not whom it is about
      { type: "deal.created", created_at: AT, created_by_email: "pro@acme.io", customer_email: EMAIL },
      { scheme: "static-header" },
      ["person: webhook.customer_email"],
    ],
    [
      "clerk",
      {
        type: "user.created",
        timestamp: 1795000000000,
        instance_id: "ins_1",
        data: { email_addresses: [{ email_address: EMAIL }] },
      },
      { scheme: "svix" },
      ['id: headers["svix-id"]', "person: webhook.data.email_addresses[0]?.email_address"],
    ],
    [
      "google-forms",
      {
        formId: "1FA",
        responseId: "2_A",
        timestamp: AT,
        respondentEmail: EMAIL,
        namedValues: { "Full name": ["Jane Doe"], "Your message": ["Hi"] },
      },
      { publishes: "form.submitted" },
      [
        "id: webhook.responseId",
        'namesIn({ name: webhook.namedValues?.["Full name"]?.[0] })',
        'message: webhook.namedValues?.["Your message"]?.[0]',
      ],
    ],
    [
      "postmark",
      {
        RecordType: "Bounce",
        ID: 4323372036854776000,
        MessageID: "8839",
        Name: "Hard bounce",
        Email: EMAIL,
        From: "x@acme.io",
        BouncedAt: AT,
      },
      {},
      [
        '"Bounce": (webhook) => [ { type: "postmark.bounce", person: webhook.Email, time: webhook.BouncedAt',
        "name: webhook.Name",
      ],
    ],
    [
      "gocardless",
      {
        events: [
          { id: "EV1", created_at: AT, action: "confirmed", resource_type: "payments", links: { payment: "PM1" } },
        ],
        meta: { webhook_id: "WB1" },
      },
      {},
      ['items: ["events"], kind: (webhook) => `${webhook.resource_type}.${webhook.action}`', "id: webhook.id"],
    ],
    [
      "rudderstack",
      {
        type: "track",
        messageId: "1601-ea7",
        originalTimestamp: AT,
        sentAt: AT,
        context: { traits: { email: EMAIL } },
      },
      {},
      ['staticHeader({ name: "Rudderstack"', "id: webhook.messageId", "time: webhook.originalTimestamp"],
    ],
    ...documented,
    ...further,
  ])("%s", async (source, posted, options, fragments) => {
    const code = await codeOf(source, posted, options);
    expect(fragments.filter((fragment) => !code.includes(fragment))).toEqual([]);
  });

  it("keeps a form, a list and a header in samples as they are posted", async () => {
    const form = await filesOf(
      "mailchimp",
      `type=unsubscribe&data%5Bemail%5D=${encodeURIComponent(EMAIL)}&data%5Bname%5D=J+D`,
    );
    expect(form.get("functions/sources/mailchimp.ts")).toContain('urlCheck: () => ""');
    expect(form.get("functions/sources/mailchimp.ts")).toContain('body: "form", kind: (webhook) => webhook.type');
    expect(form.get("samples/webhooks/mailchimp/unsubscribe.form")).toContain("data%5Bemail%5D=ada%40example.com");
    const unbounce = { name: ["Jane Doe"], email: [EMAIL], phone_number: ["+1 555"] };
    const lead = await codeOf("unbounce", `page_id=a&data.json=${encodeURIComponent(JSON.stringify(unbounce))}`, {
      scheme: "static-header",
      publishes: "form.submitted",
    });
    expect(lead).toContain('namesIn({ name: webhook["data.json"].name?.[0] })');
    const answers = [`fields[email][title]=Email&fields[email][type]=email&fields[email][value]=${EMAIL}`].concat(
      "fields[name][title]=Name&fields[name][type]=text&fields[name][value]=Jane+Doe",
    );
    const elementor = await codeOf("elementor", `form[name]=Contact&${answers.join("&")}`, {
      scheme: "static-header",
      publishes: "form.submitted",
    });
    expect(elementor).toContain("person: webhook.fields.email.value");
    expect(elementor).toContain("data: { ...namesIn({ name: webhook.fields.name?.value }), formId");
    const structure = { Name: "Contact", Email: "owner@acme.io" };
    const entry = `EntryId=4&Field3=${EMAIL}&FormStructure=${encodeURIComponent(JSON.stringify(structure))}`;
    const wufoo = await codeOf("wufoo", entry, { scheme: "static-header", publishes: "form.submitted" });
    expect(wufoo).toContain('person: webhook.Field3, time: undefined, neverWaits: true, data: { formId: "wufoo" }');
    const events = [{ ts: 1365109999, event: "unsub", msg: { email: EMAIL, sender: "bar@acme.io" } }];
    const mandrill = await filesOf("mandrill", `mandrill_events=${encodeURIComponent(JSON.stringify(events))}`, {
      scheme: "static-header",
    });
    expect(mandrill.get("functions/sources/mandrill.ts")).toContain('body: "form", items: ["mandrill_events"],');
    expect(mandrill.get("samples/webhooks/mandrill/unsub.form")).toContain("mandrill_events=%5B%7B%22ts%22");
    expect(mandrill.get("test/sources/mandrill.test.ts")).toContain("mandrill_events=%5B%7B%22event%22");
    const list = await filesOf("sendgrid", [{ event: "open", email: EMAIL, timestamp: 1795000000 }], {
      scheme: "basic",
    });
    expect(JSON.parse(list.get("samples/webhooks/sendgrid/open.json") ?? "")).toMatchObject([{ event: "open" }]);
    const notified = { Type: "Notification", Timestamp: AT, Message: JSON.stringify({ to: EMAIL, at: 1795000000000 }) };
    const sns = await filesOf("sns", notified, { scheme: "static-header" });
    expect(sns.get("samples/webhooks/sns/webhook.json")).toContain(
      String.raw`"Message": "{\"to\":\"ada@example.com\",\"at\":`,
    );
    expect(sns.get("functions/sources/sns.ts")).toContain("person: webhook.Message.to, time: webhook.Message.at");
    const topic = await filesOf(
      "github",
      { action: "created", sender: { login: "x" } },
      { kind: "x-github-event=star" },
    );
    const posted = { date_created_gmt: "2030-11-11T19:54:40", billing: { email: EMAIL } };
    const shop = await filesOf("woocommerce", posted, { kind: "x-wc-webhook-topic=order.created" });
    expect(shop.get("samples/webhooks/woocommerce/order.created.json")).toContain("2026-11-02T09:30:00");
    expect(topic.get("samples/webhooks/github/star.headers.json")).toBe('{ "x-github-event": "star" } ');
  });
});

it("leaves neither a secret nor a name of an answer in a sample", async () => {
  const posted = {
    google_key: "abc123",
    user_column_data: [
      { column_id: "FULL_NAME", string_value: "Jane Doe" },
      { column_id: "EMAIL", string_value: EMAIL },
    ],
  };
  const files = await filesOf("google-ads", posted, { scheme: "static-header", publishes: "form.submitted" });
  const sample = files.get("samples/webhooks/google-ads/webhook.json");
  expect(sample).toContain('"google_key": "secret"');
  expect(sample).toContain('{ "column_id": "FULL_NAME", "string_value": "Ada Lovelace" }');
});

it.each([
  ["beside an e-mail", { title: "Marta Zuk and Jan de Wit", organizer: { name: "Marta Zuk" }, name: "Jan de Wit" }],
  [
    "in an answer that is called so by its field",
    { title: "Jan de Wit", name: { label: "your_name", value: "Jan de Wit" } },
  ],
  ["in an answer to a question", { title: "With Jan de Wit", fields: [{ label: "Your name", value: "Jan de Wit" }] }],
  ["in another language", { title: "With Jan de Wit", "Ihr Name": "Jan de Wit" }],
  ["in two parts", { title: "With Jan de Wit", first_name: "Jan", last_name: "de Wit" }],
  ["beside its address", { ticket_guest_name: "Jan de Wit", ticket_guest_email: "jan@acme.io" }],
  ["beside a form's id", { form_id: 1, name: "Jan de Wit" }],
  ["behind a sign", { $first_name: "Jan", $last_name: "de Wit" }],
  ["of somebody", { buyer_first_name: "Jan", buyer_last_name: "de Wit" }],
  ["of which parts stand alone", { name: "Jan Wit", one: "Jan", other: "Wit" }],
  ["that an address tells", { guest: "jan.wit@acme.io", "1.3": "Jan", "1.6": "Wit" }],
])("leaves a name %s nowhere in the samples, nor in a text before it", async (_, posted) => {
  const files = await filesOf("acme", { type: "call.booked", email: EMAIL, ...posted }, { scheme: "static-header" });
  const samples = [...files].filter(([file]) => file.startsWith("samples/"));
  expect(samples).toHaveLength(2);
  expect(JSON.stringify(samples)).not.toMatch(/Marta|Zuk|Jan|Wit\b/);
});

it.each([
  ["of a kind", { phones: [{ label: "work", value: "601 234 567" }] }],
  ["in a list under its own name", { phone: [{ label: "work", value: "601234567" }] }],
  ["under a word for something else", { work: "+48 601 234 567", private: "(601) 234-5670" }],
])("leaves no telephone number %s in a sample", async (_, told) => {
  const posted = { type: "call.booked", day: "2026-03-20", email: EMAIL, ...told };
  const files = await filesOf("acme", posted, { scheme: "static-header" });
  const samples = [...files].filter(([file]) => file.startsWith("samples/"));
  expect(JSON.stringify(samples)).not.toMatch(/601/);
  expect(JSON.stringify(samples)).toMatch(/2026-03-20.*44 20 7946/);
});

it("lets an id in a sample be text, though its number may be a time", async () => {
  const posted = { eventType: "contact.changed", eventId: 3816279340, objectId: 12, occurredAt: Date.parse(AT) };
  const files = await filesOf("acme", posted, { scheme: "static-header" });
  const { properties } = JSON.parse(files.get("schemas/sources/acme/contact.changed.json") ?? "");
  expect(properties).toMatchObject({ eventId: { type: ["integer", "string"] }, occurredAt: { type: "integer" } });
});

it("adds kinds to a source of lists, and none that is posted otherwise", async () => {
  const added = [{ subscriptionType: "contact.creation", eventId: 1, occurredAt: AT, email: EMAIL }];
  const files = await filesOf("hubspot", added, { publishes: "form.submitted" });
  expect(files.get("functions/sources/hubspot.ts")).toContain('"contact.creation": (webhook) =>');
  expect(files.get("samples/webhooks/hubspot/contact.creation.json")).toMatch(/^\[ \{ "subscriptionType"/);
  await expect(filesOf("hubspot", "event=contact.creation&email=a%40acme.io")).rejects.toThrow("posted otherwise");
  await expect(filesOf("stripe", added)).rejects.toThrow("stripe.ts is there already, and reads json: the payload");
});

it("asks whether kinds mean the same that --publishes makes one", async () => {
  const from = join(folder, "several");
  const sentence =
    "unsub, open all publish contact.unsubscribed, as --publishes says: delete each that means something else";
  await writeFile(from, JSON.stringify(["unsub", "open"].map((event) => ({ event, email: EMAIL }))));
  const options = { from: [from], scheme: "basic", publishes: "contact.unsubscribed" };
  expect((await sourceFiles("mandrill", options)).gaps).toContainEqual(
    expect.objectContaining({ member: "kinds", sentence: expect.stringContaining(sentence) }),
  );
});
