import { ADA, FORM, type Input } from "./input.ts";

/** What the fields of forms, surveys and registrations send where nobody has answered, or in parts. */
const read = (reported: string, data: Readonly<Record<string, unknown>>, is: object): Input => ({
  what: `the field ${JSON.stringify(data)}`,
  reported,
  of: FORM,
  differs: { data },
  comes: { outcome: "published", person: ADA, data: is },
});

const nothing = (reported: string, member: string, ...sent: readonly unknown[]): readonly Input[] =>
  sent.map((one) => ({
    ...read(reported, { [member]: one }, {}),
    comes: { outcome: "published", person: ADA, lacks: [member] },
  }));

const kept = (member: string, ...typed: readonly string[]): readonly Input[] =>
  typed.map((one) => read("https://en.wikipedia.org/wiki/Robustness_principle", { [member]: one }, { [member]: one }));

const DIAL_CODE = "https://github.com/jackocnr/intl-tel-input/issues/907";
const MASK = "https://github.com/text-mask/text-mask/issues/907";
const PLACEHOLDER = "https://github.com/jamesallardice/Placeholders.js/issues/75";
const LIST = "https://github.com/verbb/formie/issues/381";
const UNSEEN = "https://github.com/symfony/symfony/issues/39230";
const PHONE = "https://github.com/verbb/formie/issues/2133";
const FILES = "https://github.com/verbb/formie/issues/1520";
const MATRIX = "https://github.com/formbricks/formbricks/pull/7982";

const unanswered: readonly Input[] = [
  ...nothing(DIAL_CODE, "phone", "+39", "+1684", "+", "(", { countryCode: "+49", number: "" }),
  ...nothing(MASK, "phone", "(___) ___-____", "+1 (___) ___-____", "+___________"),
  ...nothing("https://github.com/verbb/formie/issues/783", "phone", true, "yes", "on", "1"),
  ...["company", "title", "country"].flatMap((member) => nothing(LIST, member, true)),
  ...nothing(MASK, "company", "____"),
  ...nothing(PLACEHOLDER, "firstName", "First Name", "Your first name*", "Ihr Vorname*", "Votre prénom"),
  ...nothing(PLACEHOLDER, "company", "Company*", "Your company", "Organisation"),
  ...nothing(PLACEHOLDER, "title", "Job title"),
  ...nothing("https://docs.sentry.io/security-legal-pii/scrubbing/", "firstName", "[redacted]", "[Filtered]"),
  ...nothing("https://docs.sentry.io/security-legal-pii/scrubbing/", "company", "[deleted]"),
  ...nothing("https://github.com/koshilife/calendly-api-ruby-client/issues/41", "lastName", "ada@example.com"),
  ...nothing(
    LIST,
    "country",
    "Select your country",
    "Please select a country...",
    "Choose Country",
    "Choose an option",
  ),
  ...nothing(
    LIST,
    "country",
    "Välj land",
    "Bitte Land auswählen",
    "-- Wybierz --",
    "Sélectionnez votre pays",
    "Vyberte…",
  ),
  ...nothing(
    "https://contactform7.com/special-mail-tags/",
    "company",
    "[your-company]",
    "{inputs.company}",
    "(not set)",
  ),
  ...nothing(LIST, "country", "Bitte wählen", "Bitte auswählen...", "Sélectionnez…", "Seleccione una opción"),
  ...nothing(MATRIX, "message", "[object Object],[object Object]", "undefined undefined", "null, null"),
  ...["Your name", "Full name", "undefined undefined"].map((name): Input => {
    const data = { firstName: undefined, lastName: undefined, name };
    return {
      ...read(PLACEHOLDER, data, {}),
      comes: { outcome: "published", person: ADA, lacks: ["firstName", "lastName"] },
    };
  }),
  ...kept("phone", "112", "+290 22222", "Skype: ada", "(020) 7946 0000 ext. 5", "٠٢٠٧٩٤٦"),
  ...kept(
    "company",
    "Country Garden",
    "Select",
    "Choose Chicago",
    "First Name Ltd",
    "Kies",
    "_blank",
    "Null & Void",
    "[x]",
    "{}Labs",
  ),
  ...kept(
    "message",
    "Please select a date that suits you",
    "Choose us",
    "__init__",
    "Company?! We have none",
    "[urgent] call me",
  ),
  ...kept("lastName", "Kies", "Elija", "Title", "de BOER", "X Æ A-12"),
  ...kept("company", "[deleted] Studio", "Filtered"),
];

const unseen: readonly Input[] = [
  read(UNSEEN, { firstName: "\u200bAda\u200b", company: "Acme\u2060 Ltd" }, { firstName: "Ada", company: "Acme Ltd" }),
  read(UNSEEN, { lastName: "Lovelace\u200e", phone: "\u202a+44 20 7946 0000\u202c" }, { lastName: "Lovelace" }),
  read(UNSEEN, { phone: "\u202a+44 20 7946 0000\u202c" }, { phone: "+44 20 7946 0000" }),
  ...kept("firstName", "علی\u200cرضا", "Ada 👩\u200d💻"),
  ...kept("message", "שלום!\u200f", "ភាសា\u200bខ្មែរ"),
];

const inParts: readonly Input[] = [
  read(PHONE, { phone: { country: "DE", countryCode: "+49", number: "1701234567" } }, { phone: "+49 1701234567" }),
  read(PHONE, { phone: { countryCode: "+49", number: "0170 1234567" } }, { phone: "0170 1234567" }),
  read(PHONE, { phone: { countryCode: "+7", number: "701 123 4567" } }, { phone: "+7 701 123 4567" }),
  read(PHONE, { phone: { countryCode: "+7", number: "7701 123 4567" } }, { phone: "7701 123 4567" }),
  read(PHONE, { phone: [{ number: "+49 170 1234567", type: "mobile" }] }, { phone: "+49 170 1234567" }),
  ...[{ label: "work" }, { label: "mobile", primary: true }, { name: "Home" }].flatMap((label) => {
    const phone = { ...label, value: "+49 170 1234567" };
    return [phone, [phone]].map((one) =>
      read("https://developers.pipedrive.com/docs/api/v1/Persons", { phone: one }, { phone: phone.value }),
    );
  }),
  ...nothing(
    "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/toString",
    "phone",
    {
      area: "030",
      phone: { toString: 1 },
    },
  ),
  read(
    "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/toString",
    { phone: "1701234567", countryCode: { toString: 1 } },
    { phone: "1701234567" },
  ),
  read(PHONE, { phone: { label: "Work 12345678", value: "1" } }, { phone: "Work 12345678" }),
  read("https://github.com/verbb/formie/issues/2650", { country: { code: "DE" } }, { country: "DE" }),
  read(
    FILES,
    { message: [{ name: "cv.pdf", size: 95989, url: "https://files.example.com/7/cv.pdf" }] },
    { message: "https://files.example.com/7/cv.pdf" },
  ),
  read(FILES, { company: { name: "Acme", url: "https://acme.example" } }, { company: "Acme" }),
  read(
    MATRIX,
    { message: { "The price": "Good", Support: ["Slow", "Kind"], Other: "" } },
    { message: "The price: Good\nSupport: Slow, Kind" },
  ),
  ...[["b"], "b"].map((value) =>
    read(
      "https://github.com/PipedreamHQ/pipedream/issues/9129",
      { country: { label: "Country", type: "DROPDOWN", value, options: [{ id: "b", text: "Germany" }] } },
      { country: "Germany" },
    ),
  ),
  read(
    "https://github.com/activepieces/activepieces/pull/12092",
    { message: { label: "Which?", value: ["a", "Other"], options: [{ value: "a", label: "Curtains" }] } },
    { message: "Curtains, Other" },
  ),
  read(
    "https://github.com/activepieces/activepieces/pull/12092",
    { title: { label: "Your job title", value: "CTO" }, company: { label: "Company", value: "Acme", options: null } },
    { title: "CTO", company: "Acme" },
  ),
  ...nothing("https://github.com/activepieces/activepieces/pull/12092", "country", {
    label: "Where?",
    value: null,
    options: [{ id: "b", text: "Germany" }],
  }),
  read(
    "https://github.com/GravityKit/MCP/issues/1",
    { message: '["Curtains", "Blinds"]' },
    { message: "Curtains, Blinds" },
  ),
  ...nothing("https://github.com/GravityKit/MCP/issues/1", "message", "[]", "{}"),
  ...kept("message", "[urgent] call me", '["a", "b"', "[1, 2]", "{a}"),
  ...[
    { _scheme: "given_family", given_name: "Remy", family_name: "Hall" },
    { _scheme: "full", full_name: "Remy Hall" },
  ].map((name) =>
    read(
      "https://github.com/proofcarryingdata/zupass/issues/694",
      { firstName: undefined, lastName: undefined, name },
      { firstName: "Remy", lastName: "Hall" },
    ),
  ),
  read(
    "https://developers.survicate.com/webhooks/answer-types",
    { company: { id: 201139, body: "A company", comment: "mostly small" } },
    { company: "A company" },
  ),
  ...nothing(FILES, "title", { street: "Main Street", number: "12" }, { id: 7, active: true }),
];

const DISPLAY_NAMES = "https://github.com/margince/margince/issues/3373";

/** What people call themselves where they may, and which two names that is. */
const displayed: readonly Input[] = Object.entries({
  "Ada Lovelace 🦄": ["Ada", "Lovelace 🦄"],
  "Ada Lovelace | Acme": ["Ada", "Lovelace | Acme"],
  "Ada King Lovelace - Acme Corp": ["Ada King", "Lovelace - Acme Corp"],
  "Ada Lovelace [Acme]": ["Ada", "Lovelace [Acme]"],
  "Lovelace, Ada @ Acme": ["Ada", "Lovelace @ Acme"],
  "Ada Lovelace 2": ["Ada", "Lovelace 2"],
  "Anna-Lena Müller-Lüdenscheidt": ["Anna-Lena", "Müller-Lüdenscheidt"],
}).map(([name, [firstName, lastName]]) =>
  read(DISPLAY_NAMES, { firstName: undefined, lastName: undefined, name }, { firstName, lastName }),
);

const LINK = "https://github.com/verbb/formie/issues/1571";

const escaped: readonly Input[] = [
  read(LINK, { company: "Marks%20%26%20Spencer" }, { company: "Marks & Spencer" }),
  read(LINK, { lastName: "Garc%C3%ADa+L%C3%B3pez" }, { lastName: "García López" }),
  ...kept("company", "100%20", "50%ab", "C++", "A%20 and B", "%20off"),
  ...kept("pageUrl", "https://acme.example/a%20b", "/a%20b", "www.acme.example/our%20team"),
  read(
    "https://github.com/digitalfabrik/cms/issues/828",
    { firstName: String.raw`J\u00fcrgen`, company: String.raw`Marks \u0026 Spencer` },
    { firstName: "Jürgen", company: "Marks & Spencer" },
  ),
  read(
    "https://github.com/stackvana/hook.io/issues/313",
    { firstName: "JosÃ©", lastName: "GarcÃ\u00ada", company: "BÅ“uf & Cie", message: "Itâ€™s 5â‚¬" },
    { firstName: "José", lastName: "García", company: "Bœuf & Cie", message: "It’s 5€" },
  ),
  ...kept("company", "NESTLÉ®", "CAFÉ…", "HYVÄ…", "AMANHÃ…", "IRMÃ©, José", "Ã©cole 東京"),
  ...kept("message", String.raw`C:\users\u`, "São João, maçã, às 10h – «já»"),
  ...kept(
    "message",
    String.raw`C:\users\u00e9`,
    String.raw`é is \u00e9`,
    String.raw`A is \u0041`,
    String.raw`"\\u00e9"`,
  ),
  ...kept("message", String.raw`\ud83d`),
  read(
    "https://docs.pretix.eu/dev/api/fundamentals.html",
    { company: { de: "Beispiel AG", en: "Example Inc." }, title: { fr: "Directrice" } },
    { company: "Example Inc.", title: "Directrice" },
  ),
];

const GUEST = ["splash", "guest"] as const;
const STATUSES =
  "https://raw.githubusercontent.com/api-evangelist/splashthat/main/postman/splashthat-api.postman_collection.json";
const LUMA =
  "https://raw.githubusercontent.com/api-evangelist/luma/main/json-schema/webhook_guest.registered_post_request.json";

const registrations: readonly Input[] = [
  ...Object.entries({ "RSVP Yes": "registered", rsvp_no: "cancelled", checkin_yes: "attended" }).map(
    ([written, status]): Input => ({
      what: `Splash: the status ${written}, as its API has it`,
      reported: STATUSES,
      of: GUEST,
      differs: { status: written },
      comes: { outcome: "published", data: { status } },
    }),
  ),
  {
    what: "Splash: whoever is invited, and has not answered",
    reported: STATUSES,
    of: GUEST,
    differs: { status: "Invited" },
    comes: { outcome: "ignored" },
  },
  {
    what: "Splash: somebody whom a guest brings along, without an address",
    reported: "https://github.com/alfio-event/alf.io/issues/1289",
    of: GUEST,
    differs: { email: "" },
    comes: { outcome: "quarantined", field: "/email" },
  },
  ...[
    { Email: "ada@example.com", EMAIL: "bob@example.com" },
    { "e-mail": "ada@example.com", Email: "bob@example.com" },
  ].map((two): Input => ({
    what: `two addresses, ${Object.keys(two).join(" and ")}, beside one that is called otherwise`,
    reported: "https://en.wikipedia.org/wiki/Robustness_principle",
    of: FORM,
    differs: { data: { email: undefined, ...two, mail: "eve@example.com" } },
    comes: { outcome: "quarantined", field: "/data/email" },
  })),
  {
    what: "Splash: a form that nobody has escaped, where a + is a space",
    reported: "https://url.spec.whatwg.org/#concept-urlencoded-parser",
    of: GUEST,
    differs: () => "status=Attending&time=2026-11-02T10:30:00+0100&event_id=7&email=ada@example.com",
    comes: { outcome: "published", person: ADA, time: "2026-11-02T09:30:00.000Z" },
  },
  {
    what: "Splash: a form that nobody has escaped, which a space in it tells",
    reported: "https://github.com/fluentform/fluentform/issues/662",
    of: GUEST,
    differs: () =>
      "status=Not Attending&time=2026-11-02T10:30:00+0100&event_id=7&email=ada+news@example.com&company=Marks & Spencer & Co&title=50% CEO&phone=+44 20",
    comes: {
      outcome: "published",
      person: "ada+news@example.com",
      time: "2026-11-02T09:30:00.000Z",
      data: { status: "cancelled", company: "Marks & Spencer & Co", title: "50% CEO", phone: "+44 20" },
    },
  },
  {
    what: "Luma: a telephone number that the form asks for, and a company as older webhooks have it",
    reported: LUMA,
    of: ["luma", "guest.registered"],
    differs: {
      data: {
        phone_number: null,
        registration_answers: [
          { label: "Phone", question_type: "phone-number", value: "+49 170 1234567" },
          { label: "Work", question_type: "company", answer: "Acme", answer_job_title: "CTO" },
        ],
      },
    },
    comes: { outcome: "published", data: { phone: "+49 170 1234567", company: "Acme", title: "CTO" } },
  },
  {
    what: "Luma: two tickets of one guest, of which the second came first",
    reported: LUMA,
    of: ["luma", "guest.updated"],
    differs: {
      data: {
        event_tickets: [{ checked_in_at: "2026-11-02T09:20:00Z" }, { checked_in_at: "2026-11-02T09:00:00Z" }],
      },
    },
    comes: { outcome: "published", time: "2026-11-02T09:00:00.000Z", data: { status: "attended" } },
  },
  {
    what: "Zoom: its own questions, answered",
    reported: "https://github.com/Jericho/ZoomNet/issues/173",
    of: ["zoom", "registration_created"],
    differs: { payload: { object: { registrant: { city: "", industry: "Retail", no_of_employees: "1-20" } } } },
    comes: {
      outcome: "published",
      data: {
        message:
          "Will there be punched cards?\nIndustry: Retail\nNumber of employees: 1-20\nWhich engine do you have?: None yet",
      },
    },
  },
  {
    what: "Typeform: a choice of nothing, which takes no hidden field's place",
    reported: "https://github.com/Typeform/embed/issues/524",
    of: ["typeform", "form_response"],
    differs: {
      form_response: {
        hidden: { country: "Austria" },
        answers: [
          { type: "email", email: "ada@example.com", field: { ref: "work_email" } },
          { type: "choice", choice: { label: "" }, field: { ref: "country" } },
        ],
      },
    },
    comes: { outcome: "published", person: ADA, data: { country: "Austria" } },
  },
];

export const fields: readonly Input[] = [
  ...unanswered,
  ...unseen,
  ...inParts,
  ...displayed,
  ...escaped,
  ...registrations,
];
