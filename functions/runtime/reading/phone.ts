import { letters } from "./spelling.ts";

/** Names that phone-number fields use for the dialling code, in letters(). */
export const DIAL_CODES = ["countrycode", "dialcode", "callingcode", "countrycallingcode", "prefix"];

/** Whether a text has as many digits as a telephone number at least. */
export function isDialled(text: string): boolean {
  return /(?:\p{Nd}\P{Nd}*){4}/u.test(text);
}

/**
 * Without a link's scheme (`tel:+49…`), an input method's full-width digits
 * (https://github.com/ourjapanlife/findadoc-web/issues/1762) and what spreadsheets add (`'+49…`, `="+49…"`, `49….0`).
 * @returns "" for `4.479E+11`, whose digits a spreadsheet has lost (https://github.com/alphagov/notifications-admin/pull/4124)
 */
export function asDialled(phone: string): string {
  if (phone.length > 100) return phone;
  const [, number = ""] =
    /^(?:tel:(?:\/\/)?|p:(?=\+)|['="]+(?=[+\d(]))?\s*(.*?)"?$/is.exec(phone.normalize("NFKC")) ?? [];
  return /^\d[.,]\d+e\+?\d+$/i.test(number) ? "" : number.replace(/^(\+?\d{5,})\.0$/, "$1");
}

/**
 * The phone number of a field that has it in parts: `{ "countryCode": "+49", "number": "1701234567" }`
 * (https://github.com/verbb/formie/issues/2133), `{ "area": "030", "phone": "1234567" }`. One that begins with a zero is kept in its national form.
 * @returns "" if there is none, as for an address with a house number.
 */
export function numberIn(members: Readonly<Record<string, unknown>>): string {
  const { area, phone, number = typeof area === "string" ? `${area} ${scalarIn(phone)}` : undefined } = members;
  if (typeof number !== "string" || !/^[\s+()\d./-]{5,40}$/.test(number)) return "";
  const codes = Object.entries(members).filter(([name]) => DIAL_CODES.includes(letters(name).replace(/^phone/, "")));
  // A country's own code may stand beside: `{ "countryCode": "de", "dialCode": "49" }`.
  const code = codes.map(([, value]) => /^(?:\+|00)?([1-9]\d{0,3})$/.exec(scalarIn(value))?.[1]).find(Boolean);
  if (code === undefined || /^[+0]/.test(number)) return number;
  // Ten digits after a one-digit code (North America, Russia, Kazakhstan) don't include the code, though mobile numbers
  // there may begin with 7 themselves.
  const isAlone = code.length === 1 && number.replaceAll(/\D/g, "").length === 10;
  return number.startsWith(code) && !isAlone ? number : `+${code} ${number}`;
}

function scalarIn(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
