import { ADA, FORM, type Input } from "./input.ts";

const BLANK = { email: undefined, firstName: undefined, lastName: undefined, company: undefined, title: undefined };
const ADA_LOVELACE = { firstName: "Ada", lastName: "Lovelace" };

/** A form of these members alone, which somebody's documentation or webhook has. */
const form = (reported: string, data: object, is: object, lacks: readonly string[] = []): Input => ({
  what: `the members ${JSON.stringify(data)}`,
  reported: `https://${reported}`,
  of: FORM,
  differs: { data: { ...BLANK, phone: undefined, country: undefined, message: undefined, ...data } },
  comes: { outcome: "published", person: ADA, data: is, lacks },
});

/** One of which nobody can tell whose the address is. */
const nobodys = (reported: string, data: object): Input => ({
  ...form(reported, data, {}),
  comes: { outcome: "quarantined", field: "/data/email" },
});

const FORMS = "developers.google.com/apps-script/guides/triggers/events";
const FLUENT = "github.com/fluentform/fluentform/issues/662";
const SPAM = "github.com/elementor/elementor/issues/8204";

const OUTLOOK = "support.microsoft.com/de-de/outlook";

/** Names, numbers and addresses by how they are called. */
const called: readonly Input[] = [
  form(
    OUTLOOK,
    { "E-Mail beruflich": ADA, "Telefon geschäftlich": "+49 30 123456", "Fax geschäftlich": "+49 30 99" },
    { phone: "+49 30 123456" },
  ),
  form(OUTLOOK, { "Geschäftliche E-Mail": ADA, "Telefon privat": "+49 30 1" }, { phone: "+49 30 1" }),
  ...[
    "Dirección de correo electrónico",
    "Електронна адреса",
    "电子邮件地址",
    "Διεύθυνση ηλεκτρονικού ταχυδρομείου",
  ].map((label) => form(FORMS, { [label]: ADA }, {})),
  form(OUTLOOK, { "E-Mail": ADA, Unternehmensname: "Acme GmbH" }, { company: "Acme GmbH" }),
  form(OUTLOOK, { Email: ADA, "Contact Person Name?": "Ada Lovelace" }, ADA_LOVELACE),
  form(FLUENT, { email: ADA, email_1: "bob@example.com", name_1: "Kid One", name_2: "Kid Two", title_1: "Step" }, {}, [
    "firstName",
    "lastName",
    "title",
  ]),
  nobodys(FLUENT, { email_1: ADA, email_2: "bob@example.com" }),
  form(FLUENT, { first: "Ada", last: "Lovelace", email: ADA }, ADA_LOVELACE),
  form(FLUENT, { firstName: "Augusta", first: "Ada", last: "Lovelace", email: ADA }, { firstName: "Augusta" }, [
    "lastName",
  ]),
  ...[
    { first: "https://example.com/?page=1", last: "https://example.com/?page=9" },
    { first: true, last: "2026-01-01" },
    { first: "Ada" },
    { first: "page1", last: "page9" },
  ].map((parts) => form(FLUENT, { ...parts, email: ADA }, {}, ["firstName", "lastName"])),
  ...["https://acme.example/x", " www.acme.example", `https://acme.example/${"x".repeat(80)}`].flatMap((link) => [
    form(SPAM, { name: link, email: ADA }, {}, ["firstName", "lastName"]),
    form(SPAM, { firstName: link, lastName: link, email: ADA }, {}, ["firstName", "lastName"]),
  ]),
  nobodys(SPAM, { "E-Mail-Adresse": true, contact_email: "sales@example.com" }),
  form(SPAM, { mail: true, work_email: ADA }, {}),
];

export const heldFields = called;
