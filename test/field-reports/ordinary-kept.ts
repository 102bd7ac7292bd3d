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
  name("山田 太郎", "太郎", "山田"),
  name("김 철수", "철수", "김"),
  name("グレース ホッパー", "グレース", "ホッパー"), // foreign names keep their order
  name("山田太郎", undefined, "山田太郎"),
  name("Madonna", undefined, "Madonna"),
  name("Sammy Davis Jr.", "Sammy", "Davis Jr."),
  name("Grace Hopper, PhD, MBA", "Grace", "Hopper, PhD, MBA"),
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

/** What must not be taken for a mistake. */
export const keptAsItIs: readonly Input[] = [
  ...names,
  ...["Null", "NULL", "None", "Undefined", "Na", "N/A", "Test", "True"].map((typed) => kept("lastName", typed)),
  ...[
    "Hopper, Grace",
    "N/A Records",
    "123",
    "O&M",
    "Marks & Spencer",
    "{Curly}",
    "100%",
    "*|* Studio",
    "-",
    "Select Committee",
    "-Ada-",
    "Please select me",
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
  ].map((typed) => kept("message", typed)),
  ...["none", "0", "1793611800", "2026-11-02T09:30:00", "true"].map((typed) => kept("formId", typed)),
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
