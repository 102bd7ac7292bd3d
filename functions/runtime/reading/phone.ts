import { letters } from "./spelling.ts";

/** Names that phone-number fields use for the dialling code, in letters(). */
const DIAL_CODES = ["countrycode", "dialcode", "callingcode", "countrycallingcode", "prefix"];

/**
 * Without a link's scheme (`tel:+49…`) and an input method's full-width digits
 * (https://github.com/ourjapanlife/findadoc-web/issues/1762).
 */
export function asDialled(phone: string): string {
  return phone.length > 100 ? phone : phone.normalize("NFKC").replace(/^tel:(?:\/\/)?\s*/i, "");
}

/**
 * The phone number of a field that has it in parts: `{ "countryCode": "+49", "number": "1701234567" }`
 * (https://github.com/verbb/formie/issues/2133). One that begins with a zero is kept in its national form.
 * @returns "" if there is none, as for an address with a house number.
 */
export function numberIn(members: Readonly<Record<string, unknown>>): string {
  const { number } = members;
  if (typeof number !== "string" || !/^[\s+()\d./-]{5,40}$/.test(number)) return "";
  const named = Object.entries(members).find(([name]) => DIAL_CODES.includes(letters(name)));
  const [, code] = /^\+?(\d{1,4})$/.exec(String(named?.[1])) ?? [];
  if (code === undefined || /^[+0]/.test(number)) return number;
  // Ten digits after a one-digit code (North America, Russia, Kazakhstan) don't include the code, though mobile numbers
  // there may begin with 7 themselves.
  const isAlone = code.length === 1 && number.replaceAll(/\D/g, "").length === 10;
  return number.startsWith(code) && !isAlone ? number : `+${code} ${number}`;
}
