import { letters } from "./spelling.ts";

/** What a form's field for telephone numbers calls the part that its list of countries gives. */
const DIAL_CODES = ["countrycode", "dialcode", "callingcode", "countrycallingcode", "prefix"];

/** As it is dialled: not as a link (`tel:+49…`), nor in an input method's wide digits (https://github.com/ourjapanlife/findadoc-web/issues/1762). */
export function asDialled(phone: string): string {
  return phone.length > 100 ? phone : phone.normalize("NFKC").replace(/^tel:(?:\/\/)?\s*/i, "");
}

/**
 * The telephone number of a field that has it in parts: `{ "countryCode": "+49", "number": "1701234567" }`
 * (https://github.com/verbb/formie/issues/2133), `{ "area": "030", "phone": "1234567" }`. One that begins with a zero is dialled within
 * its country.
 * @returns nothing where there is none, such as the house number of an address.
 */
export function numberIn(members: Readonly<Record<string, unknown>>): string {
  const { area, phone, number = typeof area === "string" ? `${area} ${String(phone)}` : undefined } = members;
  if (typeof number !== "string" || !/^[\s+()\d./-]{5,40}$/.test(number)) return "";
  const codes = Object.entries(members).filter(([name]) => DIAL_CODES.includes(letters(name).replace(/^phone/, "")));
  // A country's own code may stand beside: `{ "countryCode": "de", "dialCode": "49" }`.
  const code = codes.map(([, value]) => /^\+?(\d{1,4})$/.exec(String(value))?.[1]).find(Boolean);
  if (code === undefined || /^[+0]/.test(number)) return number;
  // The ten digits of one in North America, Russia or Kazakhstan are without it: there, mobiles begin with a 7 of their own.
  const isAlone = code.length === 1 && number.replaceAll(/\D/g, "").length === 10;
  return number.startsWith(code) && !isAlone ? number : `+${code} ${number}`;
}
