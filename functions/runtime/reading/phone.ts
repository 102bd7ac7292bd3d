import { letters } from "./spelling.ts";

/** What a form's field for telephone numbers calls the part that its list of countries gives. */
const DIAL_CODES = ["countrycode", "dialcode", "callingcode", "countrycallingcode", "prefix"];

/** As it is dialled: not as a link (`tel:+49…`), nor in an input method's wide digits (https://github.com/ourjapanlife/findadoc-web/issues/1762). */
export function asDialled(phone: string): string {
  return phone.length > 100 ? phone : phone.normalize("NFKC").replace(/^tel:(?:\/\/)?\s*/i, "");
}

/**
 * The telephone number of a field that has it in parts: `{ "countryCode": "+49", "number": "1701234567" }`
 * (https://github.com/verbb/formie/issues/2133). One that begins with a zero is dialled within its country.
 * @returns nothing where there is none, such as the house number of an address.
 */
export function numberIn(members: Readonly<Record<string, unknown>>): string {
  const { number } = members;
  if (typeof number !== "string" || !/^[\s+()\d./-]{5,40}$/.test(number)) return "";
  const named = Object.entries(members).find(([name]) => DIAL_CODES.includes(letters(name)));
  const [, code] = /^\+?(\d{1,4})$/.exec(String(named?.[1])) ?? [];
  if (code === undefined || /^[+0]/.test(number)) return number;
  // The ten digits of one in North America, Russia or Kazakhstan are without it: there, mobiles begin with a 7 of their own.
  const isAlone = code.length === 1 && number.replaceAll(/\D/g, "").length === 10;
  return number.startsWith(code) && !isAlone ? number : `+${code} ${number}`;
}
