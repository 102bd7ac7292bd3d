import { ADA, FORM, type Input } from "./input.ts";

const NOBODY = { email: undefined, firstName: undefined, lastName: undefined, company: undefined, title: undefined };
const NOTHING = { ...NOBODY, phone: undefined, country: undefined, message: undefined };
const FIREFOX =
  "https://searchfox.org/mozilla-central/source/toolkit/components/formautofill/shared/HeuristicsRegExp.sys.mjs";
const FLUENT = "https://github.com/fluentform/fluentform/issues/662";
const ELEMENTOR = "https://github.com/elementor/elementor/issues";

/** A form with these fields alone. */
const form = (reported: string, data: object, is: object, lacks: readonly string[] = []): Input => ({
  what: `the form ${JSON.stringify(data)}`,
  reported,
  of: FORM,
  differs: { data: { ...NOTHING, ...data } },
  comes: { outcome: "published", person: ADA, data: is, lacks },
});

/** One in which nobody can tell whose the address is. */
const nobodys = (reported: string, data: object): Input => ({
  what: `the form ${JSON.stringify(data)}, of nobody`,
  reported,
  of: FORM,
  differs: { data: { ...NOTHING, ...data } },
  comes: { outcome: "quarantined", field: "/data/email" },
});

const ADA_LOVELACE = { firstName: "Ada", lastName: "Lovelace" };

/** Labels of the first name, the last one, the e-mail, the company, the telephone and the message, by language. */
const LABELS = [
  "Förnamn/Efternamn/E-post/Företag/Telefon/Meddelande",
  "Fornavn/Efternavn/Din e-mail/Virksomhed/Telefonnummer/Besked",
  "Fornavn/Etternavn/E-postadresse/Bedrift/Mobil/Melding",
  "Etunimi/Sukunimi/Sähköposti/Yritys/Puhelinnumero/Viesti",
  "Imię/Nazwisko/Adres e-mail/Firma/Numer telefonu/Wiadomość",
  "Jméno/Příjmení/Váš e-mail/Společnost/Telefon/Zpráva",
  "Meno/Priezvisko/E-mail/Spoločnosť/Telefónne číslo/Správa",
  "Keresztnév/Vezetéknév/E-mail cím/Cégnév/Telefonszám/Üzenet",
  "Prenume/Nume/Adresa de e-mail/Companie/Telefon/Mesaj",
  "Adınız/Soyadınız/E-posta adresiniz/Şirket/Telefon numarası/Mesaj",
  "Nome/Sobrenome/Endereço de e-mail/Empresa/Celular/Mensagem",
  "Primeiro nome/Apelido/Seu e-mail/Empresa/Telemóvel/Mensagem",
  "Nome/Cognome/Indirizzo e-mail/Ragione sociale/Cellulare/Messaggio",
  "Prenom/Nom/Adresse électronique/Societe/Numéro de téléphone/Votre message",
  "Nombre/Apellidos/Correo/Empresa/Móvil/Comentarios",
  "Όνομα/Επώνυμο/Email/Εταιρεία/Τηλέφωνο/Μήνυμα",
  "Имя/Фамилия/Электронная почта/Компания/Телефон/Сообщение",
  "Ім’я/Прізвище/Електронна пошта/Компанія/Телефон/Повідомлення",
  "名/姓/メールアドレス/会社名/電話番号/お問い合わせ内容",
];

const languages: readonly Input[] = [
  ...LABELS.map((labels) => {
    const values = ["Ada", "Lovelace", ADA, "Acme", "+44 20 7946 0000", "Hi"];
    const data = Object.fromEntries(labels.split("/").map((label, at) => [label, values[at]]));
    return form(FIREFOX, data, { ...ADA_LOVELACE, company: "Acme", phone: "+44 20 7946 0000", message: "Hi" });
  }),
  ...["Ditt namn", "Imię i nazwisko", "Jméno", "Jméno a příjmení", "Nimi", "Seu nome", "Adınız Soyadınız"]
    .concat(["First & Last Name", "Name and surname", "Contact name", "What is your name?", "Wie lautet dein Name?"])
    .map((label) => form(`${ELEMENTOR}/3389`, { [label]: "Ada Lovelace", "E-mail": ADA }, ADA_LOVELACE)),
  form(FIREFOX, { お名前: "山田 太郎", メールアドレス: ADA }, { firstName: "太郎", lastName: "山田" }),
  // Numbers, pictures, hyphens that don't break, and two languages in one label.
  ...["1. Name", "✉ Name", "Name / Naam / Namn", "displayName"].map((label) =>
    form(`${ELEMENTOR}/6064`, { [label]: "Ada Lovelace", "E\u2011Mail": ADA }, ADA_LOVELACE),
  ),
  form(
    `${ELEMENTOR}/6064`,
    { "Email / Courriel": ADA, "Company/Organization": "Acme", "Email / Company": "x" },
    { company: "Acme" },
  ),
  form(`${ELEMENTOR}/6064`, { company: "3 Company", email: ADA }, { company: "3 Company" }),
  // What a label says may be a name, and what two languages call differently.
  form(FIREFOX, { 성: "성", email: ADA }, {}),
  form(FIREFOX, { ad: "Spring sale", Titel: "Dr.", email: ADA }, {}, ["firstName", "title"]),
  ...[
    { Land: "12 acres", pays: "monthly", cargo: "2 tons" },
    { position: "left", "@title": "CEO blog", Mobil: "ja" },
    { gsm: "nee", "Preferred phone": "evenings", "Phone (work)": "0" },
    { "Telefono aziendale": "+39 02 123456", "Main phone": "+1 800 555 0100" },
    { "Phone <emergency contact>": "+1 800 555 0100" },
  ].map((data) => form(FIREFOX, { ...data, email: ADA }, {}, ["country", "title", "phone"])),
  form(FIREFOX, { Land: "Norge", Cargo: "CTO", email: ADA }, { country: "Norge", title: "CTO" }),
  form(FIREFOX, { Position: "Head of 3D", email: ADA }, { title: "Head of 3D" }),
  form(`${ELEMENTOR}/6064`, { "(required) Email": ADA, "(optional) Company": "Acme" }, { company: "Acme" }),
  form(`${ELEMENTOR}/6064`, { "1. E-Mail": ADA, "2. Vorname": "Ada", "3. Name": "Lovelace" }, ADA_LOVELACE),
  // In brackets, what is no tag of a form's field.
  ...["[urgent]", "[call-me-back]", "{please call: today}", "{ebi}"].map((message) =>
    form(FLUENT, { message, email: ADA }, { message }),
  ),
  form(FLUENT, { company: "[solidcore]", email: ADA }, { company: "[solidcore]" }),
  ...["[first-name] [last-name]", "{inputs.names.first_name}", "[your-subject]"].map((message) =>
    form(FLUENT, { message, email: ADA }, {}, ["message"]),
  ),
];

/** What forms call somebody's own address, and their number. */
const own: readonly Input[] = [
  ...["Work email address", "Email (work)", "Corporate email", "Email ID", "Primary contact email", "Jobb e-post"]
    .concat(["Adresse e-mail professionnelle", "Geschäftliche E-Mail-Adresse", "Correo corporativo"])
    .concat(["Email aziendale", "Służbowy adres e-mail", "Pracovní e-mail", "Zakelijke e-mail"])
    .map((label) => form(`${ELEMENTOR}/6064`, { [label]: ADA, Nome: "Ada" }, { firstName: "Ada" })),
  ...["Work phone", "Phone (mobile)", "Tel.", "Téléphone professionnel", "Geschäftliche Telefonnummer"].map((label) =>
    form(`${ELEMENTOR}/6064`, { [label]: "+44 20 7946 0000", email: ADA }, { phone: "+44 20 7946 0000" }),
  ),
  form(`${ELEMENTOR}/6064`, { Email: ADA, "Private email": "home@example.com" }, {}),
  // No second address: a flag, or another meaning of mail.
  ...[
    { "Email preferred": "yes" },
    { "Preferred email": "work" },
    { "Work mail": "Desk 5" },
    { Mail: "yes, by post" },
  ].map((flag) => form(`${ELEMENTOR}/6064`, { "E-Mail-Adresse": ADA, ...flag }, {})),
  ...[
    { "Business email address": ADA, "Personal email address": "home@example.com" },
    { "Company email": ADA },
    { "Secondary email": ADA },
    { "E-mail aziendale": "info@example.com", "E-mail personale": ADA },
    { "Official email": "info@example.com", "Applicant e-mail": ADA },
    { "E-mail address": "ada.example.com", "Work email": "bob@example.com" },
    { email: "[deleted]", "Work email address": ADA },
  ].map((data) => nobodys(`${ELEMENTOR}/6064`, data)),
];

const names: readonly Input[] = [
  // Particles that have a field of their own.
  ...[
    { voornaam: "Jan", tussenvoegsel: "van den", achternaam: "Berg" },
    { voornaam: "Jan", Tussenvoegsels: "Van den", achternaam: "Berg" },
    { FNAME: "Jan", MNAME: "van den", LNAME: "Berg" },
    { name: { first: "Jan", infix: "van den", last: "Berg" } },
  ].map((data) =>
    form("https://github.com/openemr/openemr/issues/2595", { ...data, email: ADA }, { firstName: "Jan" }),
  ),
  ...[
    [{ tussenvoegsel: "van", lastName: "Gogh" }, "van Gogh"],
    [{ tussenvoegsel: "van", lastName: "Van Gogh" }, "Van Gogh"],
    [{ tussenvoegsel: "n.v.t.", lastName: "Gogh" }, "Gogh"],
    [{ middleName: "de", lastName: "Boer" }, "de Boer"],
    [{ middleName: "Al", lastName: "Gore" }, "Gore"],
    [{ "Primer apellido": "García", "Segundo apellido": "López" }, "García López"],
    [{ "Apellido paterno": "García", "Apellido materno": "" }, "García"],
    [{ lastname: "García", lastname2: "López" }, "García López"],
    [{ lastName: "López", secondSurname: "-" }, "López"],
  ].map(([data, lastName]) =>
    form("https://github.com/OCA/crm/pull/81", { firstName: "Ana", ...Object(data), email: ADA }, { lastName }),
  ),
  form(FIREFOX, { "First name": "Ada Mae", email: ADA }, { firstName: "Ada Mae" }, ["lastName"]),
  form(
    FIREFOX,
    { Voornaam: "Ada", Naam: "Ada Mae Lovelace", email: ADA },
    { firstName: "Ada Mae", lastName: "Lovelace" },
  ),
  // Beside a first name, a name is the last one in some languages, and in English a form's.
  ...[
    { Voornaam: "Ada", Naam: "Lovelace" },
    { vorname: "Ada", name: "Lovelace" },
    { Vorname: "Ada", Name: "Ada Lovelace" },
    { "Name (First)": "Ada", "Name (Last)": "Lovelace" },
    { "Name (required)": "Ada Lovelace" },
    { Name: "first = Ada\n\nlast = Lovelace" },
    { name: { label: "your_name", value: "Ada Lovelace" } },
    { "Attendee name": "Bob Smith", Name: "Ada Lovelace" },
    { Name: "Ada", Surname: "Lovelace" },
    { name: "Ada", surname: "Lovelace" },
    { Name: "Ada", "Last name": "Lovelace" },
    { Name: "Ada Lovelace", "Last name": "Lovelace" },
    { Name: "Ada", Nachname: "Lovelace" },
    { Ad: "Ada", Soyad: "Lovelace" },
    { firstname: "Ada", lastname: "Lovelace", firstname2: "Bob", lastname2: "Smith" },
    { Voornaam: "Ada", Naam: "Lovelace", Achternaam: "" },
    { Vorname: "Ada", Name: "Lovelace", Nachname: { label: "Nachname", value: "" } },
  ].map((data) => form(FIREFOX, { ...data, email: ADA }, ADA_LOVELACE)),
  ...[
    { Vorname: "Ada", name: "Contact form" },
    { vorname: "Ada", name: "contact-form-7" },
    { vorname: "Ada", name: "Demo anfordern" },
    { Vorname: "Ada", Name: "Acme GmbH", Firma: "Acme GmbH" },
    { Vorname: "Ada", Name: "Ada" },
  ].map((data) => form(FIREFOX, { ...data, email: ADA }, { firstName: "Ada" }, ["lastName"])),
  ...[
    { name: "Newsletter", lastName: "Lovelace" },
    { name: "Contact us", surname: "Lovelace" },
    { Name: "Acme", Surname: "Lovelace", Company: "Acme" },
    { Name: "Acme", "First name": "", Surname: "Lovelace" },
    { ad: "Spring sale", last_name: "Lovelace" },
    { formId: "newsletter", name: "Newsletter", surname: "Lovelace" },
    { name: "newsletter-signup", surname: "Lovelace" },
    { naam: "contactformulier", achternaam: "Lovelace" },
    { Name: "Contact form", Surname: "Lovelace" },
    { Name: "Bob Smith", Surname: "Lovelace" },
    { Name: "Acme Ltd", Surname: "Lovelace" },
    { Name: "Dr.", Nachname: "Lovelace" },
    { Name: "Frau", Nachname: "Lovelace" },
  ].map((data) => form(FIREFOX, { ...data, email: ADA }, { lastName: "Lovelace" }, ["firstName"])),
  ...[
    { Vorname: "Ada", Name: "Lovelace, Ada" },
    { Vorname: "Ada", Name: "Dr. Ada Lovelace" },
    { Vorname: "Ada Maria", Name: "Ada Lovelace" },
  ].map((data) => form(FIREFOX, { ...data, email: ADA }, { firstName: data.Vorname, lastName: "Lovelace" })),
  form(FIREFOX, { voornaam: "Jan", naam: "van den Berg", email: ADA }, { firstName: "Jan", lastName: "van den Berg" }),
  form(FIREFOX, { firstName: "Meno", lastName: "Soyad", email: ADA }, { firstName: "Meno", lastName: "Soyad" }),
  form(FIREFOX, { İsim: "Ahmet Can", Soyisim: "-", email: ADA }, { firstName: "Ahmet Can" }, ["lastName"]),
  // A form's, and several people's.
  ...[
    { "@name": "Contact" },
    { "name.title": "Contact form" },
    { "firstName[0]": "Ada", "firstName[1]": "Bob", "lastName[]": ["Lovelace", "Smith"] },
    { FirstName: "Ada", first_name: "Bob", LastName: "Lovelace", last_name: "Smith" },
    { names: "Ada Lovelace, Bob Smith" },
    { names: "Ada Lovelace and Bob Smith" },
    { "1. Teilnehmer Name": "Ada", "2. Name": "Bob Smith" },
  ].map((data) => form(FIREFOX, { ...data, email: ADA }, {}, ["firstName", "lastName"])),
  ...["Name (of a friend)", "Name <company>"].map((label) =>
    form(FIREFOX, { [label]: "Bob Smith", email: ADA }, {}, ["firstName", "lastName"]),
  ),
  form(FIREFOX, { firstName: "Ada", "Name (First)": "Bob", "Name (Last)": "Smith", email: ADA }, { firstName: "Ada" }, [
    "lastName",
  ]),
];

/** Fields in an object of their own, or flattened. */
const wrapped: readonly Input[] = [
  ...[
    { "form_fields[name]": "Ada Lovelace", "form_fields[email]": ADA },
    { "names[first_name]": "Ada", "names[last_name]": "Lovelace", email: ADA },
    { "name.first": "Ada", "name.last": "Lovelace", email: ADA },
    { name: "Ada Lovelace", "name.first": "Augusta", email: ADA },
    { "contact.firstName": "Ada", "contact.lastName": "Lovelace", "contact.email": ADA },
    { fields: { email: ADA, name: "Ada Lovelace" }, name: "Contact us" },
    {
      fields: [
        { name: "email", value: ADA },
        { name: "full_name", value: "Ada Lovelace" },
      ],
    },
    {
      fields: JSON.stringify([
        { name: "email", value: ADA },
        { name: "full_name", value: "Ada Lovelace" },
      ]),
    },
    { contact_email: ADA, fields: { email: "ADA@example.com", name: "Ada Lovelace" } },
    { contact_email: ADA, name: "Contact us", fields: { email: ADA, name: "Ada Lovelace" } },
    { user_email: ADA, full_name: "Ada Lovelace", data: { email: ADA } },
    { mail: ADA, Name: "Ada Lovelace", contact: { email: ADA, id: 5 } },
    {
      contact_email: ADA,
      fields: { email: ADA, firstName: "Ada", lastName: "" },
      data: { email: [ADA], lastName: "Lovelace" },
    },
    { fields: { email: ADA, first_name: "Ada" }, contact: { email: ADA, firstName: "Bob", Nachname: "Lovelace" } },
    { fields: { email: ADA, name: "Ada Lovelace" }, contact: { Email: " ADA@example.com", name: "Ada L." } },
    { "<b>E-mail</b>": ADA, 'Pr&eacute;nom <span class="required">*</span>': "Ada", "<p>Nom</p>": "Lovelace" },
    {
      responses: { email: { label: "email_address", value: ADA }, name: { label: "your_name", value: "Ada Lovelace" } },
    },
    {
      "answers[0][question]": "Email",
      "answers[0][answer]": ADA,
      "answers[1][question]": "Name",
      "answers[1][answer]": "Ada Lovelace",
    },
  ].map((data) => form(`${ELEMENTOR}/8204`, data, ADA_LOVELACE)),
  // As Google's scripts, Elementor, Meta, Paperform and Cal.com have them.
  ...[
    { "E-Mail-Adresse": [ADA], "Vor- und Nachname": ["Ada Lovelace"], Nachricht: [""] },
    { namedValues: { "Email Address": [ADA], "First name": ["Ada"], "Last name": ["Lovelace"] } },
    {
      form: { id: "9de22fa", name: "New Form" },
      fields: {
        name: { id: "name", type: "text", title: "Name", value: "Ada Lovelace" },
        field_1: { id: "field_1", type: "email", title: "E-mail", value: ADA },
      },
    },
    {
      field_data: [
        { name: "full_name", values: ["Ada Lovelace"] },
        { name: "email", values: [ADA] },
      ],
    },
    {
      submission: {
        fields: [
          { title: "Your email", value: ADA },
          { title: "Name", value: "Ada Lovelace" },
        ],
      },
    },
    { lead: { fname: "Ada", lname: "Lovelace", email: ADA }, owner: { email: "bob@example.com" } },
  ].map((data) => form("https://developers.google.com/apps-script/guides/triggers/events", data, ADA_LOVELACE)),
  ...[{}, { mail: "yes, by post" }].map((mail) =>
    form(`${ELEMENTOR}/8204`, { ...mail, fields: { email: ADA }, name: "Contact us", title: "Ask us" }, {}, [
      "lastName",
      "title",
    ]),
  ),
  form(`${ELEMENTOR}/8204`, { user_email: ADA, title: "CTO", data: { email: ADA } }, { title: "CTO" }),
  // What stands beside the person's fields.
  form(
    `${ELEMENTOR}/8204`,
    {
      person: { email: ADA, phone: "" },
      company: { name: "Acme" },
      phone: "+44 20 7946 0000",
      country: "UK",
      jobTitle: "CTO",
    },
    { company: "Acme", phone: "+44 20 7946 0000", country: "UK", title: "CTO" },
  ),
  ...[
    { formId: "demo", fields: { email: ADA, formId: "other", message: "Hi" }, message: "Hello" },
    { formId: undefined, form_id: "demo", fields: { email: ADA, formId: "other", message: "Hi" } },
    { formId: "", fields: { email: ADA, form_id: "demo", message: "Hi" } },
  ].map((data) => form(`${ELEMENTOR}/8204`, data, { formId: "demo", message: "Hi" })),
  {
    what: "a registration in whose fields somebody is asked for their own status",
    reported: `${ELEMENTOR}/8204`,
    of: ["app", "registration.changed"],
    differs: { data: { status: "registered", email: undefined, fields: { email: ADA, status: "attended" } } },
    comes: { outcome: "published", person: ADA, data: { status: "registered" } },
  },
  form(
    `${ELEMENTOR}/8204`,
    { submission: { form: { email: "owner@example.com" }, data: { email: ADA, name: "Ada Lovelace" } } },
    ADA_LOVELACE,
  ),
  // A path into what is there in one piece, under this or another name.
  ...[
    { "E-Mail": ADA, "email.verified": true, message: "Hi", company: "Acme" },
    { work_email: ADA, "email.previous": "bob@example.com", message: "Hi", company: "Acme" },
    { email: ADA, company_name: "Acme", "company.size": "10-50", comments: "Hi", "message.type": "note" },
    { email: ADA, companyName: "Acme", company: { size: "10-50" }, message: "Hi" },
    { email: ADA, Company: "Acme", "company[industry]": "Mills", Message: "Hi", "message[]": ["a"] },
  ].map((data) => form("https://github.com/rapid7/dap/pull/28", data, { company: "Acme", message: "Hi" })),
  form(
    "https://developers.klaviyo.com/en/docs/guide-to-integrating-a-platform-without-a-pre-built-klaviyo-integration",
    { $email: ADA, $first_name: "Ada", $last_name: "Lovelace", $phone_number: "+49 30 1234567", $organization: "Acme" },
    { firstName: "Ada", lastName: "Lovelace", phone: "+49 30 1234567", company: "Acme" },
  ),
  form(
    "https://github.com/Krinkle/jquery-json/issues/34",
    { "title[]": ["CTO", "CEO"], email: ADA },
    { title: "CTO, CEO" },
  ),
  ...["email", "Courriel", "E-Mail-Adresse"].map((label) =>
    form(`${ELEMENTOR}/8204`, { [label]: ADA, fields: { email: "bob@example.com", firstName: "Bob" } }, {}, [
      "firstName",
    ]),
  ),
  ...[
    { "friend[email]": ADA, name: "Bob" },
    { user: { email: ADA } },
    { fields: { email: ADA }, answers: { email: "bob@example.com" } },
    { fields: [{ name: "friend_email", value: ADA }] },
    { answers: [{ question: "Your boss's email", answer: ADA }] },
    { "1. Email": ADA, "2. Email": "bob@example.com" },
    { email: "", "2. Email": "bob@example.com" },
    { "1. Email": "", "2. Email": "bob@example.com" },
    // Whose of several addresses is whose.
    { email: "[deleted]", contact: { email: "bob@example.com" } },
    { fields: { email: "[deleted]" }, contact: { email: "bob@example.com" } },
    { form: { id: 7, name: "Contact form", email: "owner@example.com" }, "Kunden-E-Mail": ADA },
    { submission: { form: { email: "owner@example.com" }, answers: { "Kunden-Mail": ADA } } },
    { contact: { email: "support@example.com" }, "Your company e-mail": ADA },
    { attendee: { email: "bob@example.com" }, booker_email: ADA },
    { contact_email: "sales@example.com", fields: { email: ADA } },
    { user_email: "bob@example.com", answers: [{ question: "Email", answer: ADA }] },
    { contact_email: "sales@example.com", data: { email: "[redacted]" } },
    { email: "***", contact_email: "sales@example.com" },
    { email: "<redacted>", workEmail: "bob@example.com" },
    { email: "(deleted)", workEmail: "bob@example.com" },
    { fields: { email: "bob@example.com" }, contact: { email: "[deleted]" } },
    { fields: { email: { id: 1 } }, contact: { email: { id: 1 } }, contact_email: "sales@example.com" },
    // A flag about an address, and labels that say whose it is.
    { email: true, contact_email: "sales@example.com" },
    { email: false, workEmail: "bob@example.com" },
    { "Email <your colleague's>": "bob@example.com" },
  ].map((data) => nobodys(`${ELEMENTOR}/8204`, data)),
];

export const formsOfTheWorld: readonly Input[] = [...languages, ...own, ...names, ...wrapped];
