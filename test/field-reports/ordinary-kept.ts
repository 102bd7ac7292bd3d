import { ADA, FORM, type Input } from "./input.ts";

const NAMES = "https://github.com/iliaal/nameparser/releases/tag/v1.2.0"; // particles, titles, the order of East Asia
const EAST = "https://developer.android.com/reference/android/provider/ContactsContract.FullNameStyle";

/** A form with one name, and which two that is. */
const name = (
  written: unknown,
  firstName: string | undefined,
  lastName: string | undefined,
  more: object = {},
): Input => ({
  what: `the name ${JSON.stringify(written)}`,
  reported: /[^\0-\u02ff]/.test(String(written)) ? EAST : NAMES,
  of: FORM,
  differs: { data: { firstName: undefined, lastName: undefined, name: written, ...more } },
  comes: {
    outcome: "published",
    data: { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) },
    lacks: [firstName === undefined ? "firstName" : "", lastName === undefined ? "lastName" : ""].filter(Boolean),
  },
});

const names: readonly Input[] = [
  name("Anna van der Berg", "Anna", "van der Berg"),
  name("van der Berg", undefined, "van der Berg"),
  name("Maria de la Cruz", "Maria", "de la Cruz"),
  name("María José García López", "María José García", "López"), // which of the two she is called by, nobody can tell
  name("José Ortega y Gasset", "José", "Ortega y Gasset"),
  name("Maria João dos Santos e Silva", "Maria João", "dos Santos e Silva"),
  name("Josep Lluís Carod i Rovira", "Josep Lluís", "Carod i Rovira"),
  name("john paul e smith", "john paul e", "smith"),
  name("Ana y María", "Ana y", "María"), // two people
  name("Berg, Jan van den", "Jan", "van den Berg"),
  name("Ruiz, Maria De", "Maria De", "Ruiz"),
  name("Jill St. John", "Jill", "St. John"),
  name("Ali Abu Bakr", "Ali", "Abu Bakr"),
  name("محمد بن سلمان", "محمد", "بن سلمان"),
  name("דוד בן גוריון", "דוד", "בן גוריון"),
  name("MS Dhoni", "MS", "Dhoni"),
  name("H. C. Andersen", "H. C.", "Andersen"),
  name("MS DHONI", undefined, "DHONI"), // Ms in capitals, for all that one can tell
  name("MS Ada Lovelace", "Ada", "Lovelace"),
  name("Prof. Dr. h.c. Ada Lovelace", "Ada", "Lovelace"),
  name("Herr Dipl.-Ing. Hans Meier", "Hans", "Meier"),
  name("Dott.ssa Giulia Rossi", "Giulia", "Rossi"),
  name("Sir Tim Berners-Lee", "Tim", "Berners-Lee"),
  name("Ing Wen", "Ing", "Wen"),
  name("Don Draper", "Don", "Draper"),
  name("山田 太郎", "太郎", "山田"),
  name("김 철수", "철수", "김"),
  name("グレース ホッパー", "グレース", "ホッパー"), // foreign names keep their order
  name("山田太郎", undefined, "山田太郎"),
  name("Madonna", undefined, "Madonna"),
  name("Sammy Davis Jr.", "Sammy", "Davis Jr."),
  name("Grace Hopper, PhD, MBA", "Grace", "Hopper, PhD, MBA"),
  name("Ada Lovelace, CEO", "Ada", "Lovelace, CEO"),
  name("Ada Lovelace, Engines GmbH", "Ada", "Lovelace, Engines GmbH"),
  name("García López, Juan Carlos", "Juan Carlos", "García López"),
  name("田中 太郎 様", "太郎", "田中"),
  name("王小明 先生", undefined, "王小明"),
  name("Ahmed, Md Rahim", "Md Rahim", "Ahmed"),
  name("Rahim Md", "Rahim", "Md"),
  name("{{ contact.name }}", undefined, undefined),
  name("Grace Hopper", "Grace", "Hopper", { firstName: "", lastName: " " }),
  name("Grace Hopper", "Grace", "Hopper", { firstName: "Grace" }),
  name("Contact us", "Grace", undefined, { firstName: "Grace" }), // the form's name
];

/** A text that looks like something else, and is what somebody has typed. */
const kept = (member: string, typed: string): Input => ({
  what: `the ${member} ${JSON.stringify(typed)}`,
  reported: "https://en.wikipedia.org/wiki/Christopher_Null",
  of: FORM,
  differs: { data: { [member]: typed } },
  comes: { outcome: "published", data: { [member]: typed } },
});

/** Members that are called like our words, and hold something else, or one of them twice. */
const called = (what: string, data: object, comes: Input["comes"]): Input => ({
  what,
  reported: "https://schema.org/Person",
  of: FORM,
  differs: { data },
  comes,
});

const otherWords: readonly Input[] = [
  called(
    "marks and counts that are called like a phone, a message and a company",
    { phone: undefined, message: undefined, company: undefined, mobile: true, comments: 3, organization: 17 },
    { outcome: "published", person: ADA, lacks: ["phone", "message", "company"] },
  ),
  called(
    "a company that is worth something, and a phone number that is a field",
    {
      company: { type: "organization", name: "Acme", value: 120_000 },
      phone: { name: "phone", label: "Q7", value: 442_079_460_000 },
    },
    { outcome: "published", person: ADA, data: { company: "Acme", phone: "442079460000" } },
  ),
  called(
    "two addresses under one name",
    { email: undefined, Email: ADA, "e-mail": "bob@example.com" },
    { outcome: "quarantined", field: "/data/email" },
  ),
  called(
    "an address whose name stands again with nothing",
    { email: undefined, Email: ADA, "e-mail": "" },
    { outcome: "published", person: ADA },
  ),
  called(
    "a full name beside the form's",
    { firstName: undefined, lastName: undefined, name: "Contact us", fullName: "Ada Hopper" },
    { outcome: "published", person: ADA, data: { firstName: "Ada", lastName: "Hopper" } },
  ),
];

/** Bytes in the place of the company, as no charset is named. */
const inBytes = (what: string, bytes: string, comes: Input["comes"]): Input => ({
  what,
  reported: "https://en.wikipedia.org/wiki/Mojibake",
  of: FORM,
  differs: (body) => {
    const [before = "", after = ""] = body.split("Analytical Engines");
    return Buffer.concat([Buffer.from(before), Buffer.from(bytes, "latin1"), Buffer.from(after)]);
  },
  comes,
});

/** Those that Western Europe would read otherwise than they were meant. */
const foreign = (charset: string, meant: string, bytes: string): Input =>
  inBytes(`${meant} in ${charset} that nobody names`, bytes, { outcome: "quarantined", field: "the" });

const western = (company: string): Input =>
  inBytes(
    `Western Europe's ${company}`,
    company.replaceAll("’", "\x92").replaceAll("“", "\x93").replaceAll("”", "\x94").replaceAll("–", "\x96"),
    { outcome: "published", person: ADA, data: { company } },
  );

const charsets: readonly Input[] = [
  western("Hélène Müller, naïve Straße, l’été “Zoë”, À l'École d’Été, ça va où? Août à Nîmes, garçon"),
  western("Muñoz Peña, España, GARCÍA NÚÑEZ, ¿Qué? ¡Olé! Mª José, Logroñés, Ñandú, col·legi, 1º"),
  western("João Guimarães, irmãs, maçã, lições, São, pão-de-ló, AÇÃO, IRMÃO, ção, à"),
  western("Søren Kierkegård, Ærø, Åse, Køb før, Malmö – Öland, MÜLLER, Ö"),
  western("Città, perché, più, lunedì, È così, 20°C, 5 m², £100, Marks® «Été» Lübeck–Köln"),
  foreign("windows-1250", "Wałęsa", "Wa\xb3\xeasa"),
  foreign("windows-1250", "Łukasz", "\xa3ukasz"),
  foreign("windows-1250", "Dvořák", "Dvo\xf8\xe1k"),
  foreign("windows-1250", "Zdeněk", "Zden\xeck"),
  foreign("windows-1250", "Gdańsk", "Gda\xf1sk"),
  foreign("windows-1250", "Erdős", "Erd\xf5s"),
  foreign("windows-1254", "Başak", "Ba\xfeak"),
  foreign("windows-1251", "Ян", "\xdf\xed"),
  foreign("Shift_JIS", "山田", "\x8eR\x93c"),
  foreign("Shift_JIS", "テスト", "\x83e\x83X\x83g"),
  foreign("UTF-8 that was cut", "Josè", "Jose\xc3"),
  foreign("UTF-8 beside another", "José and café", "Jos\xc3\xa9 and caf\xe9"),
];

/** What must not be taken for a mistake. */
export const keptAsItIs: readonly Input[] = [
  ...names,
  ...otherWords,
  ...charsets,
  ...["Null", "NULL", "None", "Undefined", "Na", "Test", "True"].map((typed) => kept("lastName", typed)),
  ...[
    "Hopper, Grace",
    "N/A Records",
    "123",
    "O&M",
    "Marks & Spencer",
    "{Curly}",
    "100%",
    "*|* Studio",
    "Select Committee",
    "-Ada-",
    "Please select me",
    "–Selectra–",
    "Organization (UK)",
  ].map((typed) => kept("company", typed)),
  ...[
    '{"a":1}',
    "[1]",
    "null is not 0",
    "a *|b|* c",
    "Dear {{name}}",
    "2026-11-02T09:30:00Z",
    "-12.5",
    "print('it\\'s')",
    "C:\\new",
    "-- \nAda",
    "-- Please call me back --",
    "--Pick up my dog at 5--",
    "-none of the above-",
    "Comments (see the attached file)",
  ].map((typed) => kept("message", typed)),
  ...["none", "0", "1793611800", "2026-11-02T09:30:00", "true", "the-null-hypothesis", "undefined-behaviour"].map(
    (typed) => kept("formId", typed),
  ),
  ...["Null", "null-Meier"].map((typed) => kept("lastName", typed)),
  {
    what: "a name of which HTML's entities leave nothing",
    reported: "https://github.com/verbb/formie/issues/1294",
    of: FORM,
    differs: { data: { firstName: "&nbsp;", lastName: "&#32;&#8203;" } },
    comes: { outcome: "published", person: ADA, lacks: ["firstName", "lastName"] },
  },
  {
    what: "names that are every object's, in a form's brackets",
    reported: "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/Prototype_pollution",
    of: FORM,
    differs: (body) => {
      const { data, ...envelope } = JSON.parse(body);
      const nested = Object.entries<string>(data).map(([one, value]): [string, string] => [`data[${one}]`, value]);
      const odd = ["data[__proto__][company]", "__proto__[company]", "data[constructor][prototype][company]"];
      const fields = [
        ...Object.entries<string>(envelope),
        ...nested,
        ...odd.map((one): [string, string] => [one, "Evil"]),
      ];
      return new URLSearchParams(fields.filter(([one]) => one !== "data[company]")).toString();
    },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    comes: { outcome: "published", person: ADA, lacks: ["company"] },
  },
  {
    what: "a form in parts that nothing ends, with a boundary of one letter that is in a value too",
    reported: "https://www.rfc-editor.org/rfc/rfc7578",
    of: ["splash", "guest"],
    differs: (body) =>
      Object.entries<string>({ ...JSON.parse(body), first_name: "Ada--x" })
        .toReversed()
        .map(([one, value]) => `--x\r\nContent-Disposition: form-data; name=${one}\r\n\r\n${value}\r\n`)
        .join(""),
    headers: { "content-type": "multipart/form-data; boundary=x" },
    comes: { outcome: "published", person: ADA, data: { occasionId: "splash:1234567", firstName: "Ada--x" } },
  },
];
