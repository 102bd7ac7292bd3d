import { ADA, FORM, type Input } from "./input.ts";

const BLANK = { email: undefined, firstName: undefined, lastName: undefined, company: undefined, title: undefined };
export const BOB = "bob@example.com";
export const ADA_LOVELACE = { firstName: "Ada", lastName: "Lovelace" };

/** A form of these members alone, which somebody's documentation or webhook has. */
export const form = (reported: string, data: object, is: object, lacks: readonly string[] = []): Input => ({
  what: `the members ${JSON.stringify(data)}`,
  reported: `https://${reported}`,
  of: FORM,
  differs: { data: { ...BLANK, phone: undefined, country: undefined, message: undefined, ...data } },
  comes: { outcome: "published", person: ADA, data: is, lacks },
});

/** One of which nobody can tell whose the address is. */
export const nobodys = (reported: string, data: object): Input => ({
  ...form(reported, data, {}),
  comes: { outcome: "quarantined", field: "/data/email" },
});

const KIT = "developers.kit.com/api-reference/subscribers/get-a-subscriber";
const WEBFLOW = "developers.webflow.com/data/docs/working-with-webhooks";
const GOOGLE = "support.google.com/google-ads/answer/16729613";
const FORMS = "developers.google.com/apps-script/guides/triggers/events";
const FLUENT = "github.com/fluentform/fluentform/issues/662";
const JOTFORM = "www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform";
const SPAM = "github.com/elementor/elementor/issues/8204";

/** Answers that stand beside the address of whoever gave them. */
const answers: readonly Input[] = [
  form(
    KIT,
    { id: 1, first_name: "Ada", email_address: ADA, fields: { last_name: "Lovelace", company: "Acme" } },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  form(KIT, { subscriber: { first_name: "Ada", email_address: ADA, fields: { last_name: "Lovelace" } } }, ADA_LOVELACE),
  form(
    "developers.mailerlite.com/docs/subscribers.html",
    { email: ADA, fields: { city: null, company: "Acme", last_name: "Lovelace", first_name: "Ada", phone: null } },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  form(
    "mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks",
    { id: "8a", email: ADA, merges: { EMAIL: ADA, FNAME: "Ada", LNAME: "Lovelace" } },
    ADA_LOVELACE,
  ),
  form(
    "apis.io/examples/hopin/create-registration",
    { email: ADA, title: "CTO", custom_fields: { company: "Acme", job_title: "Software Engineer" } },
    { company: "Acme", title: "CTO" },
  ),
  form(
    "developer.goto.com/GoToWebinarV2",
    { email: ADA, responses: [{ question: "Company", answer: "Acme" }] },
    { company: "Acme" },
  ),
  form(
    "docs.netlify.com/manage/forms/notifications",
    { number: 1, email: ADA, data: { email: ADA, name: "Ada Lovelace", message: "Hi" }, form_name: "contact" },
    { ...ADA_LOVELACE, message: "Hi" },
  ),
  form(KIT, { email: ADA, fields: { company: "Acme" }, responses: { id: "7" } }, { company: "Acme" }),
  form(KIT, { email: ADA, fields: { company: "Acme", message: "Text" } }, { company: "Acme", message: "Text" }),
  form(
    KIT,
    { email: ADA, fields: { email: ADA, company: "Acme" }, responses: { phone: "+1 555 0100" } },
    { company: "Acme", phone: "+1 555 0100" },
  ),
  form(
    KIT,
    { email: ADA, full_name: "Ada King Lovelace", fields: { last_name: "King Lovelace" } },
    { firstName: "Ada King", lastName: "Lovelace" },
  ),
  form(KIT, { email: ADA, last_name: "Smith", fields: { last_name: "Lovelace", company: "Acme" } }, {}, ["company"]),
  form(KIT, { email: ADA, full_name: "Bob Smith", fields: { full_name: "Ada Lovelace", company: "Acme" } }, {}, [
    "company",
  ]),
  form(
    KIT,
    { email: ADA, first_name: "Ada", fields: { full_name: "Ada Lovelace", company: "Acme" } },
    { company: "Acme" },
  ),
  form(
    KIT,
    { email: ADA, full_name: "Ada Lovelace", fields: { first_name: "Ada", company: "Acme" } },
    { company: "Acme" },
  ),
  form(KIT, { email: ADA, first_name: "Ada Mae", fields: { first_name: "Ada Bea", company: "Acme" } }, {}, ["company"]),
  form(KIT, { email: ADA, pageUrl: undefined, fields: { email: ADA, pageUrl: "https://example.com" } }, {}, [
    "pageUrl",
  ]),
  form(KIT, { email: ADA, data: { email: BOB, message: "Hi" } }, {}, ["message"]),
  form(
    KIT,
    { email: ADA, first_name: "Ada", fields: { first_name: "Bob", last_name: "Smith", company: "Mills" } },
    {},
    ["lastName", "company"],
  ),
  form(
    KIT,
    { email: ADA, first_name: "ada", fields: { first_name: "Ada", last_name: "Lovelace" } },
    { firstName: "ada", lastName: "Lovelace" },
  ),
  form(KIT, { email: ADA, fields: { email: BOB, first_name: "Bob" } }, {}, ["firstName"]),
  ...[
    { fields: { name: "Spring Sale", title: "Form" } },
    { fields: { Name: "Spring Sale", Title: "Form" } },
    { fields: { partner_email: BOB, first_name: "Bob", last_name: "Jones" } },
    { custom_fields: { guest: { email: BOB }, first_name: "Bob", company: "Bobco" } },
    { fields: { first_name: "Bob", note: `Ask <a href='mailto:${BOB}'>me</a>` } },
    { owner: "<deleted>", fields: { first_name: "Bob" } },
    { fields: { first_name: "Ada" }, answers: { first_name: "Bob", last_name: "Jones" } },
    { responses: [{ first_name: "Bob", company: "Bobco" }] },
    { fields: { company: "text", country: "select", message: "textarea" } },
    { fields: { last_name: "required", company: "optional" } },
    { answers: { country: 12, company: 0, phone: 442079460000, title: true } },
  ].map((data) =>
    form(KIT, { email: ADA, ...data }, {}, [
      "firstName",
      "lastName",
      "title",
      "company",
      "country",
      "message",
      "phone",
    ]),
  ),
  form(
    KIT,
    { email: ADA, name: "Ada Lovelace", fields: { first_name: "Bob", last_name: "Jones", company: "Bobco" } },
    ADA_LOVELACE,
    ["company"],
  ),
  form(
    KIT,
    { email: ADA, first_name: "Ada", fields: { full_name: "Bob Jones", company: "Bobco" } },
    { firstName: "Ada" },
    ["lastName", "company"],
  ),
  form(
    KIT,
    { email: ADA, first_name: "Ada", contact: { email: ADA, first_name: "Bob", last_name: "Jones" } },
    { firstName: "Ada" },
    ["lastName"],
  ),
  form(
    KIT,
    { email: ADA, data: { email: ADA, first_name: "Ada" }, fields: { first_name: "Bob", last_name: "Jones" } },
    { firstName: "Ada" },
    ["lastName"],
  ),
  form(
    KIT,
    { email: ADA, name: "Ada Lovelace", fields: { first_name: "ada", company: "Acme" } },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  form(KIT, { email: ADA, fields: [{ name: "company", label: "Company", placeholder: "Acme" }] }, {}, ["company"]),
  nobodys(KIT, { fields: { email: ADA }, answers: { email: BOB, company: "Acme" } }),
];

/** Fields that something else is around. */
const around: readonly Input[] = [
  form(
    WEBFLOW,
    { triggerType: "form_submission", payload: { name: "Contact us", data: { "First Name": "Ada", email: ADA } } },
    { firstName: "Ada" },
    ["lastName"],
  ),
  form(WEBFLOW, { form: { name: "Contact us", fields: { email: ADA, name: "Ada Lovelace" } } }, ADA_LOVELACE),
  form(
    "wpforms.com/developers/wpforms_process_complete",
    {
      fields: {
        1: { name: "Name", value: "Ada Lovelace", id: 1, type: "name", first: "Ada", last: "Lovelace" },
        2: { name: "Email", value: ADA, id: 2, type: "email" },
      },
    },
    ADA_LOVELACE,
  ),
  form(
    "www.eventbrite.com/platform/api#/reference/attendee",
    { attendee: { checked_in: false, profile: { first_name: "Ada", last_name: "Lovelace", email: ADA } } },
    ADA_LOVELACE,
  ),
  form(
    "support.zuddl.com/kb/article/1026/sample-payloads",
    {
      actor: { id: "h", type: "USER" },
      registration: { profile: { firstName: "Ada", lastName: "Lovelace", email: ADA } },
    },
    ADA_LOVELACE,
  ),
  form(
    "ti.to/docs/webhook", // a ticket's holder, and who has bought it
    { name: "Ada Lovelace", email: ADA, registration: { name: "Bob Smith", email: BOB }, answers: [] },
    ADA_LOVELACE,
  ),
  nobodys(WEBFLOW, { form: { name: "Contact us", email: "owner@example.com" } }),
  nobodys(WEBFLOW, { payload: { email: "owner@example.com", form: { email: "owner@example.com" } } }),
  nobodys(WEBFLOW, { payload: { email: BOB, data: { email: ADA } } }),
  form(WEBFLOW, { email: ADA, form: { data: { company: "Agency" } } }, {}, ["company"]),
  ...[
    { form: { title: "Demo", contact: { email: BOB } } },
    { form: { data: { contact: { email: BOB } } } },
    { registration: { contact: { email: BOB }, attendees: [{ first_name: "Ada" }] } },
    { payload: { data: { email: BOB } }, submitter: { email: ADA } },
    { profile: { email: BOB, name: "Bob Owner" } },
    { subscriber: { email: BOB }, visitor: { email: ADA } },
    Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`fields${"_".repeat(at)}`, { email: ADA }])),
  ].map((data) => nobodys(WEBFLOW, data)),
];

/** What was read by plain names before, and holds another address where less plain ones are. */
const besideAnother: readonly Input[] = [
  { contact_email: ADA, form: { contact: { email: BOB } } },
  { contact: { email: ADA }, registration: { attendee: { email: BOB } } },
  { contact: { email: ADA }, payload: { lead: { email: BOB } } },
  { contact: { email: ADA }, form: { fields: { email: BOB } } },
  { contact: { Email: ADA }, profile: { email: BOB } },
  { contact: { email: ADA }, subscriber: { email: BOB } },
  { contact: { email: ADA }, rawRequest: JSON.stringify({ email: BOB }) },
  { contact: { email: ADA }, email_1: "[redacted]" },
  { contact_email: ADA, fields: { q1_email: BOB } },
  { contact_email: ADA, fields: { 1: { name: "Email", value: BOB } } },
  { work_email: ADA, email_1: BOB },
  { contact: { email: ADA }, rawRequest: JSON.stringify({ email: "[redacted]" }) },
  { work_email: ADA, fields: { subscriber: { email: "n/a" } } },
  { contact_email: ADA, fields: { form: { data: { email: "n/a" } } } },
  { contact_email: ADA, email_1: BOB },
  { work_email: ADA, email_1: "[redacted]" },
].map((data) => form(FLUENT, data, {}));

const column = (id: string, value: string, name?: string | null) => ({
  column_id: id,
  string_value: value,
  ...(name !== undefined && { column_name: name }),
});

/** What Google has: its lead forms' columns, and how its forms call the address. */
const google: readonly Input[] = [
  form(
    GOOGLE,
    {
      lead_id: "TeSt",
      user_column_data: [
        column("FULL_NAME", "Ada Lovelace", "Full Name"),
        column("EMAIL", ADA, null),
        column("PHONE_NUMBER", "+18005551212"),
        column("QUESTION_1", "Child", "What age?"),
      ],
    },
    { ...ADA_LOVELACE, phone: "+18005551212" },
  ),
  form(
    GOOGLE,
    {
      user_column_data: [
        { column_name: "FULL_NAME", string_value: "Ada Lovelace" },
        { column_name: "EMAIL", string_value: ADA },
      ],
    },
    ADA_LOVELACE,
  ),
  nobodys(GOOGLE, { user_column_data: [{ column_id: "EMAIL" }, column("FULL_NAME", "Ada Lovelace")] }),
  ...[
    "Dirección de correo electrónico",
    "Електронна адреса",
    "电子邮件地址",
    "Διεύθυνση ηλεκτρονικού ταχυδρομείου",
  ].map((label) => form(FORMS, { [label]: ADA }, {})),
];

const OUTLOOK = "support.microsoft.com/de-de/outlook";

/** Names, numbers and addresses by how they are called. */
const called: readonly Input[] = [
  form(
    OUTLOOK,
    { "E-Mail beruflich": ADA, "Telefon geschäftlich": "+49 30 123456", "Fax geschäftlich": "+49 30 99" },
    { phone: "+49 30 123456" },
  ),
  form(OUTLOOK, { "Geschäftliche E-Mail": ADA, "Telefon privat": "+49 30 1" }, { phone: "+49 30 1" }),
  form(OUTLOOK, { "E-Mail": ADA, Unternehmensname: "Acme GmbH" }, { company: "Acme GmbH" }),
  form(OUTLOOK, { Email: ADA, "Contact Person Name?": "Ada Lovelace" }, ADA_LOVELACE),
  form(
    FLUENT,
    { email_1: ADA, names_1: "Ada Lovelace", "phone-1": "+44 20 7946 0000" },
    {
      ...ADA_LOVELACE,
      phone: "+44 20 7946 0000",
    },
  ),
  form(
    JOTFORM,
    {
      formID: "2312",
      rawRequest: JSON.stringify({
        slug: "submit/2312",
        q3_name: { first: "Ada", last: "Lovelace" },
        q4_email: ADA,
        q5_phoneNumber: { full: "(202) 555-0100" },
        q6_company: "Acme",
        q7_title: "Dr.",
      }),
    },
    { ...ADA_LOVELACE, phone: "(202) 555-0100", company: "Acme" },
    ["title"],
  ),
  nobodys(JOTFORM, { q4_email: ADA, q9_email9: BOB }),
  form(FLUENT, { email: ADA, email_1: BOB, name_1: "Kid One", name_2: "Kid Two", title_1: "Step" }, {}, [
    "firstName",
    "lastName",
    "title",
  ]),
  ...[
    { email_1: ADA, email_2: BOB },
    { email_1: BOB, contact: { email: ADA } },
    { email_1: BOB, attendee_email: ADA },
    { email_1: BOB, fields: JSON.stringify({ email: ADA }) },
    ...["q10_emailAddress", "q10_mail", "q10_workEmail", "q10_contactEmail"].map((other) => ({
      q4_email: ADA,
      [other]: BOB,
    })),
  ].map((data) => nobodys(FLUENT, data)),
  ...[
    { email: ADA, name_1: "Bob Jones" },
    { email: ADA, first_name_1: "Bob", last_name_1: "Jones" },
    { email: ADA, q1_name: "Kid One" },
    { q1_email: ADA, q2_name: "Kid One", q3_fullName: { first: "Bob", last: "Jones" } },
  ].map((data) => form(FLUENT, data, {}, ["firstName", "lastName"])),
  form(FLUENT, { email_1: ADA, firstName: "Ada", last_name_1: "Jones" }, { firstName: "Ada" }, ["lastName"]),
  form(FLUENT, { first: "Ada", last: "Lovelace", email: ADA }, ADA_LOVELACE),
  form(FLUENT, { firstName: "Augusta", first: "Ada", last: "Lovelace", email: ADA }, { firstName: "Augusta" }, [
    "lastName",
  ]),
  ...[
    { first: "https://example.com/?page=1", last: "https://example.com/?page=9" },
    { first: true, last: "2026-01-01" },
    { first: "Ada" },
    { first: "page1", last: "page9" },
    { first: "google", last: "facebook" },
    { first: "yes", last: "no" },
  ].map((parts) => form(FLUENT, { ...parts, email: ADA }, {}, ["firstName", "lastName"])),
  form(FLUENT, { name: "Ada Lovelace", first: "Home", last: "Contact", email: ADA }, ADA_LOVELACE),
  ...["https://acme.example/x", " www.acme.example", `https://acme.example/${"x".repeat(80)}`].flatMap((link) => [
    form(SPAM, { name: link, email: ADA }, {}, ["firstName", "lastName"]),
    form(SPAM, { firstName: link, lastName: link, email: ADA }, {}, ["firstName", "lastName"]),
  ]),
  nobodys(SPAM, { "E-Mail-Adresse": true, contact_email: "sales@example.com" }),
  form(SPAM, { mail: true, work_email: ADA }, {}),
];

export const heldFields: readonly Input[] = [...answers, ...around, ...besideAnother, ...google, ...called];
