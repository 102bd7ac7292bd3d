import type { SourceOptions } from "../../tools/new/source/source.ts";

export const AT = "2026-11-20T10:00:00Z";
export const EMAIL = "jane.doe@corp.example.org";

/** What a sender posts, as npm run new is given it, and what is then in its source. */
export type Sent = [source: string, posted: object, options: Partial<SourceOptions>, fragments: readonly string[]];

/** As vendors' documentation and public fixtures have it, shortened. */
export const documented: Sent[] = [
  [
    "orders", // a record's id is the same at its next change
    { event: "order.updated", id: 727, updated_at: AT, billing: { email: EMAIL, first_name: "Jane" } },
    { scheme: "static-header" },
    ['{ type: "order.updated", person: webhook.billing.email, time: webhook.updated_at'],
  ],
  [
    "jira", // https://developer.atlassian.com/cloud/jira/platform/webhooks/
    {
      timestamp: 1525698237764,
      webhookEvent: "jira:issue_created",
      user: { emailAddress: EMAIL },
      issue: { id: "99291" },
    },
    { scheme: "static-header" },
    ["kind: (webhook) => webhook.webhookEvent", '{ type: "jira.issue.created", person: webhook.user.emailAddress'],
  ],
  [
    "sales", // more fields than an event has, the name last: https://gumroad.com/ping
    {
      ...Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`price${at}`, at])),
      email: EMAIL,
      sold_at: AT,
      full_name: "Jane Doe",
    },
    { scheme: "static-header" },
    ["namesIn({ name: webhook.full_name })", "price0: webhook.price0"],
  ],
  [
    "klaviyo", // https://developers.klaviyo.com/en/docs/working_with_system_webhooks
    {
      meta: { timestamp: AT, klaviyo_account_id: "k" },
      data: [
        {
          topic: "event:klaviyo.subscribed_to_email_marketing",
          payload: {
            data: { id: "5R", attributes: { timestamp: 1795168800 } },
            included: [{ attributes: { email: EMAIL } }],
          },
        },
      ],
    },
    { scheme: "static-header" },
    ['items: ["data"]', "kind: (webhook) => webhook.topic", "time: webhook.payload.data.attributes.timestamp"],
  ],
  [
    "guests", // whose name it is stands before it
    {
      type: "guest.came",
      at: AT,
      guest: { user_email: EMAIL, user_name: "jd", user_first_name: "Jane", user_last_name: "Doe" },
    },
    { scheme: "static-header" },
    [
      "firstName: webhook.guest.user_first_name",
      "lastName: webhook.guest.user_last_name",
      "userName: webhook.guest.user_name",
    ],
  ],
  [
    "google-ads", // https://developers.google.com/google-ads/webhook/docs/implementation
    {
      lead_id: "l1",
      form_id: 123,
      google_key: "k",
      lead_submit_time: AT,
      user_column_data: [
        { column_id: "FULL_NAME", column_name: "Full name", string_value: "Jane Doe" },
        { column_id: "EMAIL", string_value: EMAIL },
      ],
    },
    { scheme: "static-header", publishes: "form.submitted" },
    [
      "accepted: 200", // Webflow counts nothing else as success
      'person: webhook.user_column_data.find((one) => one.column_id === "EMAIL")?.string_value',
      'namesIn({ name: webhook.user_column_data.find((one) => one.column_id === "FULL_NAME")?.string_value })',
    ],
  ],
  [
    "fillout", // https://www.fillout.com/help/webhook
    {
      formId: "m5q5",
      submission: {
        submissionTime: AT,
        questions: [{ id: "e1", name: "How to reach you?", type: "EmailInput", value: EMAIL }],
        scheduling: [{ id: "n", name: "30 min", value: { email: "john@smith.io", fullName: "John Smith" } }],
      },
    },
    { scheme: "static-header", publishes: "form.submitted" },
    ['person: webhook.submission.questions.find((one) => one.name === "How to reach you?")?.value'],
  ],
  [
    "bizzabo", // the company's buyer is not who is registered
    {
      id: "evt_5f",
      topic: "registration.completed",
      occurredAt: AT,
      eventId: 604455, // the occasion's: all of its guests' registrations would be one
      payload: {
        buyer: { name: "Procurement Team", email: "pro@acme.io" },
        properties: { firstName: "Jane", lastName: "Doe", email: EMAIL, company: "Acme" },
      },
    },
    { scheme: "static-header" },
    ["id: webhook.id", "person: webhook.payload.properties.email", "firstName: webhook.payload.properties.firstName"],
  ],
  [
    "tickets", // a person's fields tell which of two that nothing tells by name
    {
      type: "ticket.sold",
      occurredAt: AT,
      contact: { email: "pro@acme.io", name: "Pro" },
      visit: { email: EMAIL, first_name: "Jane", last_name: "Doe", phone: "+1 555" },
    },
    { scheme: "static-header" },
    ["person: webhook.visit.email"],
  ],
  [
    "shop", // who paid is the person where only the seller is named beside
    {
      type: "order.paid",
      at: AT,
      seller: { email: "pro@acme.io", name: "Pro", phone: "1" },
      buyer: { email: EMAIL },
    },
    { scheme: "static-header" },
    ["person: webhook.buyer.email"],
  ],
  [
    "paperform", // answers, and no webhooks
    {
      data: [
        { title: "Your email", type: "email", key: "a", value: EMAIL },
        { title: "Name", type: "text", key: "b", value: "Jane Doe" },
      ],
      form_id: "6924",
      submission_id: "6925c",
    },
    { scheme: "static-header", publishes: "form.submitted" },
    ["id: webhook.submission_id", 'person: webhook.data.find((one) => one.title === "Your email")?.value'],
  ],
  [
    "pipedrive", // in its first version, whose meta.id is the person's
    {
      meta: { action: "updated", object: "person", id: 11, timestamp: 1739827618 },
      current: { id: 11, cc_email: "acme@pipedrivemail.com", email: [{ label: "work", value: EMAIL }] },
      previous: { id: 11, cc_email: "acme@pipedrivemail.com", email: [{ label: "work", value: "old@corp.io" }] },
      event: "updated.person",
    },
    {},
    ['{ type: "updated.person", person: webhook.current.email.find((one) => one.label === "work")?.value'],
  ],
  [
    "mailgun",
    {
      signature: { timestamp: "1661590666", token: "t", signature: "s" },
      "event-data": { id: "G9Bn", event: "failed", timestamp: 1521233195.37, recipient: EMAIL },
    },
    {},
    [
      'kind: (webhook) => webhook["event-data"].event',
      'id: webhook["event-data"].id',
      'time: webhook["event-data"].timestamp',
    ],
  ],
  [
    "mailomat", // a message's id looks like an address
    { id: "29e7", eventType: "failure_perm", occurredAt: AT, messageId: "7bb4@s.mailomat.swiss", recipient: EMAIL },
    { scheme: "static-header" },
    ['{ type: "failure.perm", person: webhook.recipient'],
  ],
  [
    "brevo", // the webhook's id, which is the same in each
    { id: 814119, email: EMAIL, event: "unsubscribed", ts_event: 1685541121 },
    { publishes: "contact.unsubscribed" },
    ['{ type: "contact.unsubscribed", person: webhook.email, time: webhook.ts_event, neverWaits: true'],
  ],
  [
    "guestlist", // the event's id, which is the same for all of its guests
    { status: "Attending", event_id: "12", event_title: "Dinner", time: AT, email: EMAIL },
    { scheme: "static-header", kind: "status" },
    ['{ type: "guestlist.attending", person: webhook.email'],
  ],
  [
    "jotform",
    { type: "WEB", submissionID: "47", rawRequest: { q6_email: EMAIL, q7_phoneNumber: { full: "(123) 456-7890" } } },
    { publishes: "form.submitted" },
    ["phone: webhook.rawRequest.q7_phoneNumber?.full"],
  ],
  [
    "tally", // a label that no member can be called
    {
      eventId: "t1",
      eventType: "FORM_RESPONSE",
      createdAt: AT,
      data: {
        fields: [
          { key: "q1", label: "Email", type: "INPUT_EMAIL", value: EMAIL },
          { key: "q2", label: "電話", type: "INPUT_PHONE_NUMBER", value: "+886912000099" },
          { key: "q3", label: "Country", type: "DROPDOWN", value: ["o1"], options: [{ id: "o1", text: "Polska" }] },
        ],
      },
    },
    { publishes: "form.submitted" },
    [
      'phone: webhook.data.fields.find((one) => one.label === "電話")?.value',
      'country: webhook.data.fields.find((one) => one.label === "Country"), formId',
    ],
  ],
  [
    "webflow",
    {
      triggerType: "form_submission",
      payload: { id: "6321", submittedAt: AT, data: { email: EMAIL, "Phone Number": 15550000000 } },
    },
    { publishes: "form.submitted" },
    ['phone: webhook.payload.data["Phone Number"]'],
  ],
  [
    "resend", // https://resend.com/docs/dashboard/webhooks/event-types
    { type: "email.bounced", created_at: AT, data: { from: "Acme <us@acme.io>", to: [EMAIL], subject: "S" } },
    { scheme: "static-header" },
    ["person: webhook.data.to?.[0]"],
  ],
  [
    "lemon-squeezy",
    {
      meta: { event_name: "order_created" },
      data: { attributes: { user_name: "Jane Doe", user_email: EMAIL, created_at: AT } },
    },
    {},
    ["namesIn({ name: webhook.data.attributes.user_name })"],
  ],
  [
    "guestlist", // the name of the event is nobody's
    {
      type: "guest.registered",
      data: { user_email: EMAIL, user_name: "Jane Doe", registered_at: AT, event: { name: "Dinner" } },
    },
    { scheme: "svix", publishes: "form.submitted" },
    ["namesIn({ name: webhook.data.user_name })"],
  ],
  [
    "meta-leads", // https://github.com/frappe/crm/pull/2676, by way of a relay
    {
      id: "2454",
      created_time: AT,
      field_data: [
        { name: "full_name", values: ["Jane Doe"] },
        { name: "email", values: [EMAIL] },
        { name: "inbox_url" },
      ],
    },
    { scheme: "static-header", publishes: "form.submitted" },
    [
      'person: webhook.field_data.find((one) => one.name === "email")?.values?.[0]',
      'namesIn({ name: webhook.field_data.find((one) => one.name === "full_name")?.values?.[0] })',
    ],
  ],
  [
    "architect", // https://api-docs.tryarchitect.com/api-reference/webhooks/form-submitted: the field's name is nobody's
    { eventId: "e1", timestamp: AT, payload: { formId: "f1", input: { name: "email", value: EMAIL } } },
    { scheme: "static-header", publishes: "form.submitted" },
    ["person: webhook.payload.input.value, time: webhook.timestamp, data: { formId: webhook.payload.formId }"],
  ],
  [
    "formforge", // https://formforgewp.com/docs/developer-guide/25-webhook-integration/
    {
      form_id: 1,
      submission_id: 42,
      timestamp: AT,
      fields: { field_1: { label: "Full Name", value: "Jane Doe" }, field_2: { label: "Email", value: EMAIL } },
    },
    { scheme: "static-header", publishes: "form.submitted" },
    ["person: webhook.fields.field_2.value", "namesIn({ name: webhook.fields.field_1?.value })"],
  ],
  [
    "jotform", // as it is logged; the area is a part of the number
    {
      type: "WEB",
      submissionID: "47",
      rawRequest: JSON.stringify({ q6_email: EMAIL, q8_phoneNumber: { area: "030", phone: "1234567" } }),
    },
    { publishes: "form.submitted" },
    ["person: webhook.rawRequest.q6_email", "phone: webhook.rawRequest.q8_phoneNumber,"],
  ],
  [
    "ti-to", // the title of an event is no one's
    {
      email: EMAIL,
      first_name: "Jane",
      job_title: "",
      event: { id: 9, title: "Conf" },
      registration: { email: "buyer@acme.io" },
      created_at: AT,
    },
    { scheme: "static-header", publishes: "registration.changed" },
    ["person: webhook.email", "title: webhook.job_title"],
  ],
  [
    "ghost", // https://ghost.org/docs/webhooks/ member.edited, years after it was made
    { member: { current: { email: EMAIL, created_at: "2020-01-02T10:00:00Z", updated_at: AT }, previous: {} } },
    {},
    ["time: webhook.member.current.updated_at"],
  ],
  [
    "shopify", // an order, which takes a moment
    { email: EMAIL, created_at: "2026-11-20T10:00:00Z", updated_at: "2026-11-20T10:00:03Z" },
    { kind: "x-shopify-topic=orders/create" },
    ["time: webhook.created_at"],
  ],
  [
    "elementor", // https://github.com/gravityplus/Gravity-Forms-Salesforce/issues/218
    { "Ihr Name": "Jane Doe", "Ihre E-Mail-Adresse": EMAIL, "Ihre Nachricht": "Hi" },
    { scheme: "static-header", publishes: "form.submitted" },
    [
      'person: webhook["Ihre E-Mail-Adresse"]',
      'namesIn({ name: webhook["Ihr Name"] })',
      'message: webhook["Ihre Nachricht"]',
    ],
  ],
  ...(
    [
      // What was flattened, and parts of names: https://github.com/elementor/elementor/issues/8204
      [
        { "form_fields[name]": "Jane Doe", "form_fields[email]": EMAIL, "form_fields[message]": "Hi" },
        ['namesIn({ name: webhook["form_fields[name]"] })', 'message: webhook["form_fields[message]"]'],
      ],
      [
        { email: EMAIL, "names[first_name]": "Jane", "name.last": "Doe" },
        ['firstName: webhook["names[first_name]"]', 'lastName: webhook["name.last"]'],
      ],
      [
        { Email: EMAIL, "Name (First)": "Jane", "Name (Last)": "Doe" },
        ['firstName: webhook["Name (First)"]', 'lastName: webhook["Name (Last)"]'],
      ],
      [{ email: EMAIL, Voornaam: "Jane", Naam: "Doe" }, ["lastName: webhook.Naam"]],
      [{ email: EMAIL, Name: "Jane", Surname: "Doe" }, ["firstName: webhook.Name", "lastName: webhook.Surname"]],
      [{ email: EMAIL, "<b>First name</b>": "Jane" }, ['firstName: webhook["<b>First name</b>"]']],
      [{ email: EMAIL, "Imię i nazwisko": "Jane Doe" }, ['namesIn({ name: webhook["Imię i nazwisko"] })']],
    ] as const
  ).map(([fields, fragments]): Sent => [
    "labels",
    { submission_id: "s1", submitted_at: AT, form_id: "f", ...fields },
    { scheme: "static-header", publishes: "form.submitted" },
    fragments,
  ]),
  [
    "pretix", // https://docs.pretix.eu/en/latest/api/webhooks.html
    { notification_id: 123455, organizer: "acmecorp", event: "democon", action: "pretix.event.order.placed" },
    { scheme: "static-header" },
    ["kind: (webhook) => webhook.action", '"pretix.event.order.placed": (webhook) =>'],
  ],
  [
    "tixel", // https://tixel.helpkit.so
    { event: "ticket.sold", listed_at: "2026-11-19T10:00:00Z", sold_at: AT, buyer: { email: EMAIL } },
    { scheme: "static-header" },
    ["person: webhook.buyer.email, time: webhook.sold_at"],
  ],
  ...[
    ["manager_email", "attendee_mail"],
    ["emergency_contact_email", "participant_mail"],
    ["friend_email", "user_mail"],
  ].map(([other = "", own = ""]): Sent => [
    "academy",
    { event: "course.booked", at: AT, [other]: "boss@acme.io", [own]: EMAIL },
    { scheme: "static-header" },
    [`person: webhook.${own}`],
  ]),
  [
    "dealroom", // a deal that has a title and a value
    { event: "deal.won", at: AT, deal: { title: "Engine", value: 5, email: EMAIL } },
    { scheme: "static-header" },
    ["person: webhook.deal.email", "title: webhook.deal.title"],
  ],
];
