import { ADA, FORM, type Input } from "./input.ts";

/** What a form's tool calls its fields, and what people write into them, each as somebody has reported it. */
const form = (reported: string, data: object, is: object, lacks: readonly string[] = []): Input => ({
  what: `the form ${JSON.stringify(data)}`,
  reported: `https://github.com/${reported}`,
  of: FORM,
  differs: { data },
  comes: { outcome: "published", person: ADA, data: is, lacks },
});

const NOBODY = { email: undefined, firstName: undefined, lastName: undefined, company: undefined, message: undefined };
const ADA_LOVELACE = { firstName: "Ada", lastName: "Lovelace" };

/** As labels, without the sample's own members. */
const labelled = (reported: string, data: object, is: object): Input => form(reported, { ...NOBODY, ...data }, is);

const labels: readonly Input[] = [
  labelled(
    "rocklobster-in/contact-form-7/issues/1539", // its fields' own names
    { "your-name": "Ada Lovelace", "your-email": ADA, "your-subject": "Hello", "your-message": "I want it" },
    { ...ADA_LOVELACE, message: "I want it" },
  ),
  labelled(
    "elementor/elementor/issues/3389",
    { Prénom: "Ada", Nom: "Lovelace", Email: ADA, Société: "Acme" },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  labelled(
    "elementor/elementor/issues/3389",
    { Vorname: "Ada", Nachname: "Lovelace", "E-Mail-Adresse": ADA, Firma: "Acme" },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  labelled(
    "elementor/elementor/issues/6064",
    { "First name*": "Ada", "Last name *": "Lovelace", "Your e-mail:": ADA, "Company (optional)?": "Acme" },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  labelled(
    "elementor/elementor/issues/3389", // in pieces, as a Mac has them
    { "Pre\u0301nom": "Ada", Nom: "Lovelace", Email: ADA, "Socie\u0301te\u0301 (facultatif)": "Acme" },
    { ...ADA_LOVELACE, company: "Acme" },
  ),
  labelled(
    "elementor/elementor/issues/6064", // somebody else's, and a company that is theirs no more
    { "Work email": ADA, "Email (of a friend)": "bob@example.com", "Company (former)": "Old", "Company name": "Acme" },
    { company: "Acme" },
  ),
  labelled("elementor/elementor/issues/3389", { Nombre: "Ada Lovelace", email: ADA }, ADA_LOVELACE),
  ...[
    { "Ihr Name": "Ada Lovelace", "Ihre E-Mail-Adresse": ADA, "Ihre Nachricht *": "Hi" },
    { "Votre prénom": "Ada", "Votre nom": "Lovelace", "Votre email": ADA, "Votre message": "Hi" },
    { "Tu nombre": "Ada", "Tus apellidos": "Lovelace", "Tu correo electrónico": ADA, "Tu mensaje": "Hi" },
    { "Il tuo nome": "Ada", "Il tuo cognome": "Lovelace", "La tua email": ADA, "Il tuo messaggio": "Hi" },
    { "Uw naam": "Ada Lovelace", "Uw e-mailadres": ADA, "Uw bericht": "Hi" },
  ].map((data) =>
    labelled("gravityplus/Gravity-Forms-Salesforce/issues/218", data, { ...ADA_LOVELACE, message: "Hi" }),
  ),
  ...["voorEnAchternaam", "Vor- und Nachname", "Nom complet", "Nombre y apellidos", "Nome e cognome", "names"].map(
    (name) =>
      labelled(
        "verbb/formie/issues/147",
        { [name]: "Ada Lovelace", eMailadres: ADA, jouwBericht: "Hi" },
        { ...ADA_LOVELACE, message: "Hi" },
      ),
  ),
  labelled(
    "fluentform/fluentform/issues/662",
    { names: { first_name: "Ada", last_name: "Lovelace" }, email: ADA },
    ADA_LOVELACE,
  ),
  // Names that are other people's, a list's, or none, beside the person's own.
  ...["Kid One, Kid Two", ["Newsletter"], 3, "n/a"].flatMap((names) => [
    labelled("fluentform/fluentform/issues/662", { names, name: "Ada Lovelace", email: ADA }, ADA_LOVELACE),
    labelled(
      "fluentform/fluentform/issues/662",
      { names, firstName: "Ada", name: "Ada Lovelace", email: ADA },
      ADA_LOVELACE,
    ),
  ]),
  labelled("fluentform/fluentform/issues/662", { fullName: "n/a", name: "Ada Lovelace", email: ADA }, ADA_LOVELACE),
  // "Su" and "ihre" are also his, her and their.
  ...[
    { "Correo electrónico": ADA, "Su email": "friend@example.com" },
    { "E-Mail-Adresse": ADA, "Ihre E-Mail": "friend@example.com" },
  ].map((addresses) => ({
    what: `addresses of which one may be another person's: ${Object.keys(addresses).join(", ")}`,
    reported: "https://github.com/gravityplus/Gravity-Forms-Salesforce/issues/218",
    of: FORM,
    differs: { data: { email: undefined, ...addresses } },
    comes: { outcome: "quarantined" as const, field: "/data/email" },
  })),
  {
    what: "addresses of which one only looks like a possessive's",
    reported: "https://github.com/gravityplus/Gravity-Forms-Salesforce/issues/218",
    of: FORM,
    differs: { data: { email: undefined, suEmail: "root@example.com", tu_email: "tutor@example.com" } },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
  form(
    "elementor/elementor/issues/3389",
    { title: undefined, company: undefined, Position: "CTO", "Company / Organization": "Acme" },
    { title: "CTO", company: "Acme" },
  ),
  form("elementor/elementor/issues/3389", { title: undefined, position: 3 }, {}, ["title"]), // in a list
  form("elementor/elementor/issues/3389", { title: undefined, position: "3" }, {}, ["title"]),
  labelled(
    "jamesallardice/Placeholders.js/issues/75", // what has to be filled, beside what says it
    { lastName: "-", email: "n/a", name: "Ada Lovelace", work_email: ADA },
    ADA_LOVELACE,
  ),
  labelled("statamic-rad-pack/mailchimp/issues/66", { your_email: ADA, userEmail: ADA }, {}), // the same one twice
  {
    what: "an erased address, beside somebody else's",
    reported: "https://docs.sentry.io/security-legal-pii/scrubbing/",
    of: FORM,
    differs: { data: { email: "[deleted]", contactEmail: "sales@example.com" } },
    comes: { outcome: "quarantined", field: "/data/email" },
  },
];

/** A list of fields in the place of the data. */
const listed = (reported: string, ...fields: readonly object[]): Input => ({
  what: `the fields ${JSON.stringify(fields)}`,
  reported: `https://github.com/${reported}`,
  of: FORM,
  differs: { data: fields },
  comes: { outcome: "published", person: ADA, data: { formId: "demo", ...ADA_LOVELACE } },
});

const lists: readonly Input[] = [
  listed(
    "facebook/facebook-php-business-sdk/issues/426",
    { name: "formId", values: ["demo"] },
    { name: "email", values: [ADA] },
    { name: "full_name", values: ["Ada Lovelace"] },
  ),
  listed(
    "frappe/crm/pull/2676", // a question that nobody has answered
    { name: "formId", values: ["demo"] },
    { name: "full_name", values: ["Ada Lovelace"] },
    { name: "email", values: [ADA] },
    { name: "inbox_url" },
  ),
  {
    what: "a field whose answer has another name, beside some that can be read",
    reported: "https://github.com/frappe/crm/pull/2676",
    of: FORM,
    differs: {
      data: [
        { name: "formId", value: "demo" },
        { name: "email", value: ADA },
        { name: "message", text: "Hi" },
      ],
    },
    comes: { outcome: "quarantined", field: "/data" },
  },
  listed(
    "tum-ai/space/pull/89",
    { key: "question_a", label: "formId", type: "HIDDEN_FIELDS", value: "demo" },
    { key: "question_b", label: "Email", type: "INPUT_EMAIL", value: ADA },
    { key: "question_c", label: "Name", type: "INPUT_TEXT", value: "Ada Lovelace" },
  ),
  listed(
    "tum-ai/space/pull/89", // where the key is a word, and the label a question
    { key: "formId", value: "demo" },
    { key: "email", label: "Where may we write to?", value: ADA },
    { key: "name", title: "Who are you?", value: "Ada Lovelace" },
  ),
  listed(
    "formsure/docs", // its webhooks
    { question: "formId", answer: "demo" },
    { question: "Your e-mail", answer: ADA },
    { question: "Name", answer: "Ada Lovelace" },
  ),
  listed(
    "JUVOJustin/wsform-normalize-webhook", // by ids that are words
    { id: "formId", value: "demo" },
    { field: "email", value: ADA },
    { id: "name", value: "Ada Lovelace" },
  ),
  listed(
    "tum-ai/space/pull/89", // what was chosen by its id
    {
      key: "question_a",
      label: "formId",
      type: "DROPDOWN",
      value: ["6f1c"],
      options: [
        { id: "6f1c", text: "demo" },
        { id: "9b2e", text: "event" },
      ],
    },
    { key: "question_b", label: "Email", type: "INPUT_EMAIL", value: ADA },
    { key: "question_c", label: "Name", type: "INPUT_TEXT", value: "Ada Lovelace" },
  ),
];

/** One name, and which two that is. */
const named = (reported: string, name: string, firstName: string | undefined, lastName: string): Input =>
  form(
    reported,
    { firstName: undefined, lastName: undefined, name },
    firstName === undefined ? { lastName } : { firstName, lastName },
    firstName === undefined ? ["firstName"] : [],
  );

const names: readonly Input[] = [
  named("theiconic/name-parser/issues/11", "PAUL M LEWIS MR", "PAUL M", "LEWIS"),
  named("theiconic/name-parser/issues/52", "Mr Vincent Van Gogh", "Vincent", "Van Gogh"),
  named("theiconic/name-parser/issues/52", "ANNA VAN DER BERG", "ANNA", "VAN DER BERG"),
  named("derek73/python-nameparser/issues/100", "dr Vincent van Gogh dr", "Vincent", "van Gogh"),
  named("theiconic/name-parser/issues/34", "Charlotte van ’t Wout", "Charlotte", "van ’t Wout"),
  named("fluentform/fluentform/pull/90", "Frau Dr. Ada Lovelace", "Ada", "Lovelace"),
  named("fluentform/fluentform/pull/90", "Herr Müller", undefined, "Müller"),
  named("theiconic/name-parser/issues/25", "yumeng du", "yumeng", "du"),
  named("jasonpriem/HumanNameParser.php/pull/15", "Drew Smith", "Drew", "Smith"),
  named("jasonpriem/HumanNameParser.php/pull/15", "Van Morrison", "Van", "Morrison"),
  named("fluentform/fluentform/pull/90", "Lovelace, Dr. Ada", "Ada", "Lovelace"),
  named("theiconic/name-parser/issues/11", "Ms Dr", undefined, "Dr"),
  named("theiconic/name-parser/issues/11", "MR ADA LOVELACE", "ADA", "LOVELACE"),
];

const texts: readonly Input[] = [
  form(
    "LamplightCRM/feedback/issues/154",
    { message: "&pound;45 &ndash; 20&deg;C &frac12; &euro;9 &iquest;y? &frac99; a&copy b" },
    { message: "£45 – 20°C ½ €9 ¿y? &frac99; a&copy b" },
  ),
  form(
    "solspace/craft-freeform/issues/2143",
    { title: "||Executive||", message: "||A||B||" },
    { title: "Executive", message: "A, B" },
  ),
  form("solspace/craft-freeform/issues/2143", { title: "||", company: "|| |" }, { title: "||", company: "|| |" }),
  ...["||x|| or ||y||", "||Head||Head||\n||a||b||", "||||", "|| || a ||"].map((message) =>
    form("solspace/craft-freeform/issues/2143", { message }, { message }),
  ),
  form("uewepuep/FPVTracksideCore/pull/75", { lastName: "Mu\u0308ller" }, { lastName: "Müller" }),
  form("ospfranco/sol/pull/329", { lastName: "\u1100\u1175\u11b7" }, { lastName: "김" }),
  form("uewepuep/FPVTracksideCore/pull/75", { lastName: "\ufa10" }, { lastName: "\ufa10" }), // another sign for the same
  form("presseddigital/linkit/issues/24", { phone: "tel:+49 (0) 611 304 021" }, { phone: "+49 (0) 611 304 021" }),
  form("openstreetmap/iD/issues/9559", { phone: "tel://+31201234567" }, { phone: "+31201234567" }),
  form("ourjapanlife/findadoc-web/issues/1762", { phone: "０９０－１２３４－５６７８" }, { phone: "090-1234-5678" }),
  form("fbsamples/lead-ads-webhook-sample/issues/1", { company: "<test lead: dummy data for company_name>" }, {}, [
    "company",
  ]),
  form("fbsamples/lead-ads-webhook-sample/issues/1", { company: "<3 Ltd", title: "<b>CTO</b>" }, { company: "<3 Ltd" }),
  ...["N/A", "n/a", "n.a.", "N / A", "-", ".", "—", "?"].map((company) =>
    form("opensupplyhub/open-apparel-registry/issues/1656", { company }, {}, ["company"]),
  ),
  form("kjolley/BIGSdb/issues/733", { lastName: "-", country: "NA" }, { country: "NA" }, ["lastName"]),
];

export const labelledForms: readonly Input[] = [...labels, ...lists, ...names, ...texts];
