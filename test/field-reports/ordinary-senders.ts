import { deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import { ADA, FORM, type Input } from "./input.ts";

const URLENCODED = { "content-type": "application/x-www-form-urlencoded" };
const HTTP = "https://www.rfc-editor.org/rfc/rfc9110#section-8.4";
const WHATWG = "https://encoding.spec.whatwg.org/#names-and-labels";

/** The sample's form as a browser sends one. */
function asForm(body: string): string {
  const { data, ...envelope } = JSON.parse(body);
  const members = Object.entries<string>(data).map(([name, value]): [string, string] => [`data[${name}]`, value]);
  return new URLSearchParams([...Object.entries<string>(envelope), ...members]).toString();
}

/** A form whose data is written so. */
const data = (what: string, reported: string, written: object, read: object): Input => ({
  what,
  reported,
  of: FORM,
  differs: { data: written },
  comes: { outcome: "published", person: ADA, data: read },
});

/** A form whose bytes come so, under these headers. */
const bytes = (what: string, reported: string, sent: (body: string) => Buffer, headers = {}): Input => ({
  what,
  reported,
  of: FORM,
  differs: (body) => sent(body.replace("Lovelace", "Lovelacé")),
  headers,
  comes: { outcome: "published", person: ADA, data: { lastName: "Lovelacé" } },
});

/** The sample with its phone number written so, as JSON or as none. */
const phone = (written: string, reported: string): Input => ({
  what: `${written || "nothing"} where a value would be`,
  reported,
  of: FORM,
  differs: (body) => body.replace('"+44 20 7946 0000"', written),
  comes: { outcome: "published", person: ADA, data: { company: "Analytical Engines" }, lacks: ["phone"] },
});

const written: readonly Input[] = [
  phone("NaN", "https://docs.python.org/3/library/json.html#infinite-and-nan-number-values"),
  phone("", "https://github.com/rocklobster-in/contact-form-7/issues/1539"),
  phone("undefined", "https://github.com/rocklobster-in/contact-form-7/issues/1539"),
  bytes("Western letters whose charset nobody names", WHATWG, (body) => Buffer.from(body, "latin1")),
  bytes("UTF-16 that only its mark tells of", WHATWG, (body) => Buffer.from(`\ufeff${body}`, "utf16le")),
  bytes(
    "Western letters in a form",
    "https://url.spec.whatwg.org/#application/x-www-form-urlencoded",
    (body) => Buffer.from(asForm(body).replace("%C3%A9", "%E9")),
    URLENCODED,
  ),
  bytes("a form that is called JSON", "https://curl.se/docs/manpage.html#-d", (body) => Buffer.from(asForm(body))),
  bytes("gzip that a proxy has undone, and still names", HTTP, (body) => Buffer.from(body), {
    "content-encoding": "gzip",
  }),
  bytes("gzip that nobody names", HTTP, (body) => gzipSync(body)),
  bytes("deflate without zlib's head", `${HTTP}.1.2`, (body) => deflateRawSync(body), {
    "content-encoding": "deflate",
  }),
  bytes("zstd", "https://www.rfc-editor.org/rfc/rfc8878", (body) => zstdCompressSync(body), {
    "content-encoding": "zstd",
  }),
  {
    what: "Cyrillic letters in a form, whose charset nobody names",
    reported: "https://url.spec.whatwg.org/#application/x-www-form-urlencoded",
    of: FORM,
    differs: (body) => asForm(body).replace("Lovelace", "%CB%E0%E2%EB%E5%E9%F1"),
    headers: URLENCODED,
    comes: { outcome: "quarantined", field: "the" },
  },
  {
    what: "JSON that is a form's one name",
    reported: "https://url.spec.whatwg.org/#application/x-www-form-urlencoded",
    of: FORM,
    differs: (body) => `${encodeURIComponent(body)}=`,
    headers: URLENCODED,
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "an empty body, as a sender tries an address out",
    reported: "https://www.hooksbase.com/guides/receive-mailchimp-webhooks",
    of: FORM,
    differs: () => "",
    comes: { outcome: "quarantined", field: "the" },
  },
  {
    what: "data as a list of its fields",
    reported: "https://api.jquery.com/serializeArray/",
    of: FORM,
    differs: (body) => {
      const form = JSON.parse(body);
      return JSON.stringify({ ...form, data: Object.entries(form.data).map(([name, value]) => ({ name, value })) });
    },
    comes: { outcome: "published", person: ADA, data: { formId: "contact-sales", firstName: "Ada" } },
  },
];

const fields: readonly Input[] = [
  data(
    "fields with their questions",
    "https://help.sitecliq.com/portal/en/kb/articles/connecting-webhooks-to-a-contact-form",
    {
      email: { title: "E-mail", value: "Ada@example.com", type: "email" },
      firstName: { label: "First name", value: "Grace" },
      lastName: { name: "lastName", value: "" },
      company: { question: "Where do you work?", answer: "Navy" },
      title: { key: "q7", label: "Role", type: "CHECKBOXES", value: ["CTO", "CEO"] },
      country: { label: "Germany", value: "DE" }, // an option, and no question
      phone: { full: "(202) 555-0100" },
    },
    { firstName: "Grace", company: "Navy", title: "CTO, CEO", country: "Germany", phone: "(202) 555-0100" },
  ),
  data(
    "slashes before quotes, as WordPress adds them",
    "https://developer.wordpress.org/reference/functions/wp_unslash/",
    { lastName: "O\\'Brien", message: 'It\\\'s \\"fine\\"' },
    { lastName: "O'Brien", message: 'It\'s "fine"' },
  ),
  data(
    "entities of what looked like entities",
    "https://github.com/verbb/formie/issues/1294",
    { message: "a &amp;lt; b &amp;amp; c" },
    { message: "a &lt; b &amp; c" },
  ),
  {
    ...data(
      "what lists show where nobody has chosen",
      "https://contactform7.com/checkboxes-radio-buttons-and-menus/",
      {
        country: "--None--",
        title: "— Bitte wählen —",
        company: "---",
        phone: "Please select",
        message: "Choose an option...",
      },
      {},
    ),
    comes: { outcome: "published", person: ADA, lacks: ["country", "title", "company", "phone", "message"] },
  },
  data(
    "members as browsers and OpenID Connect call them",
    "https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill",
    {
      ...Object.fromEntries(["firstName", "lastName", "company", "title", "phone"].map((one) => [one, undefined])),
      "given-name": "Grace",
      family_name: "Hopper",
      organization: "Navy",
      jobTitle: "Admiral",
      "Phone Number": 15550000000,
    },
    { firstName: "Grace", lastName: "Hopper", company: "Navy", title: "Admiral", phone: "15550000000" },
  ),
  ...["work_email", "Business E-Mail", "your-email", "emails"].map((name) =>
    data(
      `an address that is called ${name}`,
      "https://www.typeform.com/developers/webhooks/example-payload/",
      {
        email: undefined,
        [name]: name === "emails" ? [{ type: "work", value: ADA }] : ADA,
      },
      { email: ADA },
    ),
  ),
  ...["<mailto:Ada@example.com|Ada@example.com>", "[Ada](mailto:ada@example.com)"].map((email) =>
    data(`the address ${email}`, "https://docs.slack.dev/messaging/formatting-message-text", { email }, { email: ADA }),
  ),
  data(
    "an address as HTML's link",
    "https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-a-element",
    { email: '<a href="mailto:ada@example.com">ada@example.com</a>' },
    { email: ADA },
  ),
  ...[{ work_email: ADA, user_email: "bob@example.com" }, { manager_email: "bob@example.com" }].map((other): Input => ({
    what: `addresses of which nobody knows whose they are: ${Object.keys(other).join(", ")}`,
    reported: "https://www.typeform.com/developers/webhooks/example-payload/",
    of: FORM,
    differs: { data: { email: undefined, ...other } },
    comes: { outcome: "quarantined", field: "/data/email" },
  })),
];

const TYPEFORM = "https://www.typeform.com/developers/webhooks/example-payload/";
const CALENDLY = "https://www.morf.health/docs/events/payloads/calendly/invitee";

const senders: readonly Input[] = [
  ...["Form.Submitted", "form_submitted", "formSubmitted", "form:submitted"].map((type): Input => ({
    what: `a form that is called ${type}`,
    reported: "https://developer.accoil.com/docs/best-practices/naming-conventions",
    of: FORM,
    differs: { type },
    comes: { outcome: "published", person: ADA },
  })),
  {
    what: "an opt-out that a Flow calls Contact.Unsubscribed",
    reported: "https://developer.accoil.com/docs/best-practices/naming-conventions",
    of: ["salesforce-flow", "contact.unsubscribed"],
    differs: { type: "Contact.Unsubscribed" },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "an event type of ours that a Flow does not tell of",
    reported: "https://developer.accoil.com/docs/best-practices/naming-conventions",
    of: ["salesforce-flow", "contact.unsubscribed"],
    differs: { type: "form.submitted" },
    comes: { outcome: "quarantined", field: "/" },
  },
  {
    what: "customer.io: no more e-mail, as a text",
    reported: "https://github.com/PostHog/posthog/pull/54470",
    of: ["customerio", "customer.cio_subscription_preferences_changed"],
    differs: { data: { content: '{"channels":{"email":"false"}}' } },
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Calendly: an absence that is taken back",
    reported: CALENDLY,
    of: ["calendly", "invitee_no_show.deleted"],
    differs: {},
    comes: { outcome: "published", person: ADA, data: { status: "attended" } },
  },
  {
    what: "Calendly: a time with spaces, which the event's id holds too",
    reported: CALENDLY,
    of: ["calendly", "invitee.created"],
    differs: { payload: { created_at: "2026-11-02 09:30:00 UTC" } },
    comes: { outcome: "published", person: ADA, time: "2026-11-02T09:30:00.000Z" },
  },
  {
    what: "Salesforce: a message that begins with a line break",
    reported: "https://www.w3.org/TR/xml/#sec-prolog-dtd",
    of: ["salesforce", "Lead"],
    differs: (body) => `\r\n${body}`,
    comes: { outcome: "published", person: ADA },
  },
  {
    what: "Typeform: one question for both names, and two that one field is made of",
    reported: TYPEFORM,
    of: ["typeform", "form_response"],
    differs: {
      form_response: {
        answers: [
          { type: "email", email: ADA, field: { ref: "work_email" } },
          { type: "text", text: "Grace Brewster Hopper", field: { ref: "full_name" } },
          { type: "text", text: "One", field: { ref: "question" } },
          { type: "choices", choices: { labels: ["Two", "Three"] }, field: { ref: "remarks" } },
        ],
      },
    },
    comes: {
      outcome: "published",
      data: { firstName: "Grace Brewster", lastName: "Hopper", message: "One\nTwo, Three" },
      lacks: ["name"],
    },
  },
  {
    what: "Typeform: a picture of a choice, and a choice of one's own",
    reported: TYPEFORM,
    of: ["typeform", "form_response"],
    differs: {
      form_response: {
        answers: [
          { type: "email", email: ADA, field: { ref: "work_email" } },
          { type: "choice", choice: { other: "Atlantis" }, field: { ref: "country" } },
          { type: "choices", choices: { ids: ["a"], labels: ["A", "B"], other: "C" }, field: { ref: "question" } },
          { type: "number", number: 15550100, field: { ref: "phone" } },
          { type: "payment", payment: { amount: "$1", success: true }, field: { ref: "company" } },
        ],
      },
    },
    comes: {
      outcome: "published",
      person: ADA,
      data: { country: "Atlantis", message: "A, B, C", phone: "15550100" },
      lacks: ["company"],
    },
  },
];

/** What senders make of it, from reports that say so. */
export const sent: readonly Input[] = [...written, ...fields, ...senders];
