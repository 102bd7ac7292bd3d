import { ADA, FORM, type Input } from "./input.ts";

/** What other systems make JSON of, in the place of a text, a time or nothing. */
const form = (reported: string, data: object, is: object, lacks: readonly string[] = []): Input => ({
  what: `the record ${JSON.stringify(data)}`,
  reported: reported.includes("://") ? reported : `https://github.com/${reported}`,
  of: FORM,
  differs: { data },
  comes: { outcome: "published", person: ADA, data: is, lacks },
});

const NOTION = "https://developers.notion.com/reference/property-value-object";
const FIRESTORE = "ozanturksever/mock_cloud_firestore/issues/7";
const SPREADSHEET = "alphagov/notifications-admin/pull/4124";
const FLAG = "wesbos/awesome-uses/pull/812";
const CAL = "calcom/cal.diy/issues/7935";
const OPENID = "https://openid.net/specs/openid-connect-core-1_0.html#AddressClaim";
const ODOO = "odoo/odoo/issues/197724";
const DIAL_CODE = "jackocnr/intl-tel-input/issues/1215";

const PHP = "moment/moment/issues/3887";

/** A time as a database has it. */
const at = (timestamp: unknown, reported = FIRESTORE): Input => ({
  what: `the time ${JSON.stringify(timestamp)}`,
  reported: `https://github.com/${reported}`,
  of: FORM,
  differs: { timestamp },
  comes: { outcome: "published", time: "2026-11-02T09:30:00.000Z" },
});

export const records: readonly Input[] = [
  ...[
    "'+447900900123",
    '"+447900900123"',
    '="+447900900123"',
    "=+447900900123",
    "p:+447900900123",
    "+447900900123.0",
  ].map((phone) => form(SPREADSHEET, { phone }, { phone: "+447900900123" })),
  form(SPREADSHEET, { phone: "4.47900E+11" }, {}, ["phone"]),
  form(SPREADSHEET, { phone: "555.0100.0" }, { phone: "555.0100.0" }),
  form(FLAG, { country: "🇩🇪 Germany" }, { country: "Germany" }),
  form(FLAG, { country: "🇬🇧" }, { country: "GB" }),
  at({ _seconds: 1_793_611_800, _nanoseconds: 0 }),
  at({ seconds: "1793611800", nanos: 0 }),
  at({ $date: "2026-11-02T09:30:00Z" }),
  ...[
    { date: "2026-11-02 09:30:00.000000", timezone_type: 3, timezone: "UTC" },
    { date: "2026-11-02 10:30:00.000000", timezone_type: 3, timezone: "Europe/Berlin" },
    { date: "2026-11-02 10:30:00.000000", timezone_type: 1, timezone: "+01:00" },
    { dateTime: "2026-11-02T09:30:00.0000000", timeZone: "UTC" },
    { dateTime: "2026-11-02T10:30:00+01:00", timeZone: "America/New_York" },
  ].map((time) => at(time, PHP)),
  form(FIRESTORE, { formId: { $oid: "65f0a1b2c3d4e5f6a7b8c9d0" } }, { formId: "65f0a1b2c3d4e5f6a7b8c9d0" }),
  form(FIRESTORE, { company: { stringValue: "Acme" }, phone: { nullValue: null } }, { company: "Acme" }, ["phone"]),
  form(NOTION, { email: { id: "a", type: "email", email: ADA } }, {}),
  form(NOTION, { title: { type: "select", select: { id: "b", name: "CTO" } } }, { title: "CTO" }),
  form(NOTION, { company: { type: "rich_text", rich_text: [{ plain_text: "Acme" }] } }, { company: "Acme" }),
  form(
    NOTION,
    { message: { type: "multi_select", multi_select: [{ name: "A" }, { name: "B" }] } },
    { message: "A, B" },
  ),
  form(
    "PipedreamHQ/pipedream/issues/9129",
    { title: { type: "title", title: "Role", value: "CTO" } },
    { title: "CTO" },
  ),
  form(OPENID, { company: { display_value: "Acme", value: "31bea3d5" } }, { company: "Acme" }),
  form(OPENID, { company: { Id: "001", Name: "Acme" }, title: { rendered: "CTO" } }, { company: "Acme", title: "CTO" }),
  form(OPENID, { country: undefined, address: { locality: "London", country: "GB" } }, { country: "GB" }),
  form(OPENID, { country: "Germany", address: { country: "GB" } }, { country: "Germany" }),
  form(OPENID, { email: { emailAddress: { name: "Ada", address: ADA } } }, {}),
  form(
    CAL,
    {
      email: { label: "email_address", value: ADA, isHidden: false },
      message: { label: "notes", value: "Hi", isHidden: false },
    },
    { message: "Hi" },
  ),
  form(
    CAL,
    { firstName: undefined, lastName: undefined, name: { label: "n", value: { firstName: "Ada", lastName: "King" } } },
    { firstName: "Ada", lastName: "King" },
  ),
  form("0xdps/emailflare/issues/190", { email: "ada@example.com%20" }, {}),
  {
    what: "two addresses in one record",
    reported: NOTION,
    of: FORM,
    differs: { data: { email: { primary: ADA, secondary: "grace@example.com" } } },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
  ...[
    { value: "", placeholder: ADA },
    { old: ADA, new: null },
    { name: "Ada", owner: ADA },
  ].map((email): Input => ({
    what: `the record ${JSON.stringify(email)}, whose address is nobody's own`,
    reported: NOTION,
    of: FORM,
    differs: { data: { email } },
    comes: { outcome: "quarantined", field: "/data/email" },
  })),
  form(NOTION, { email: { primary: ADA, secondary: null } }, {}),
  form(NOTION, { title: { displayName: "Position", value: "CTO" } }, { title: "CTO" }),
  form(ODOO, { phone: false, company: false, title: "False" }, {}, ["phone", "company", "title"]),
  form(ODOO, { country: [57, "Germany"], company: [0, "Acme"] }, { country: "Germany", company: "Acme" }),
  form(ODOO, { message: [5, "Very good"] }, { message: "5, Very good" }),
  form(ODOO, { phone: [49, "1701234567"] }, { phone: "49, 1701234567" }),
  form(ODOO, { formId: { id: "contact-sales", name: "Contact us" } }, { formId: "contact-sales" }),
  form(ODOO, { formId: { id: "field_7", title: "Form", value: "demo" } }, { formId: "demo" }),
  form(ODOO, { country: { street: "Unter den Linden 1", city: "Berlin", Country: "Germany" } }, { country: "Germany" }),
  form(
    DIAL_CODE,
    { phone: { iso2: "de", countryCode: "de", dialCode: "49", number: "1701234567" } },
    {
      phone: "+49 1701234567",
    },
  ),
  form(DIAL_CODE, { phone: "1701234567", phone_country_code: "+49" }, { phone: "+49 1701234567" }),
  form(DIAL_CODE, { phone: "1701234567", countryCode: "DE" }, { phone: "1701234567" }),
  form(DIAL_CODE, { phone: "1701234567", dialCode: "0049" }, { phone: "+49 1701234567" }),
  form(DIAL_CODE, { phone: "4155550100", countryCode: 840 }, { phone: "4155550100" }),
  form(DIAL_CODE, { phone: "1234567", prefix: "30" }, { phone: "1234567" }),
  form(DIAL_CODE, { phone: "1234567", dialCode: "030" }, { phone: "1234567" }),
  form(DIAL_CODE, { phone: "0170 1234567", dialCode: 49 }, { phone: "0170 1234567" }),
  form(DIAL_CODE, { phone: "ask me", dialCode: 49 }, { phone: "ask me" }),
  form("verbb/formie/issues/2133", { phone: { area: "030", phone: "1234567" } }, { phone: "030 1234567" }),
  form("marmelab/atomic-crm/pull/219", { email: `<p>${ADA}</p>` }, {}),
  form("marmelab/atomic-crm/pull/219", { email: "ada@<wbr>example.com" }, {}),
  ...["<p>Ada</p><p>ada@example.com</p>", "ada@example.com<br>Munich"].map((email): Input => ({
    what: `an address beside something else, ${email}`,
    reported: "https://github.com/marmelab/atomic-crm/pull/219",
    of: FORM,
    differs: { data: { email } },
    comes: { outcome: "quarantined", field: "/data/email" },
  })),
  {
    what: "a status that is a record",
    reported: `https://github.com/${ODOO}`,
    of: ["app", "registration.changed"],
    differs: { data: { status: { id: 3, name: "Canceled" } } },
    comes: { outcome: "published", data: { status: "cancelled" } },
  },
  ...[
    { from: "registered", to: "cancelled" },
    { from: "registered", to: "declined" },
    { value: "declined", default: "registered" },
  ].map((status): Input => ({
    what: `a status that is the record ${JSON.stringify(status)}`,
    reported: `https://github.com/${ODOO}`,
    of: ["app", "registration.changed"],
    differs: { data: { status } },
    comes: { outcome: "quarantined", field: "/data/status" },
  })),
];
