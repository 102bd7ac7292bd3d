import { minorDigits } from "../../../functions/runtime/reading/currency.ts";
import type { KeyedRecord } from "./harms.ts";
import { bare, type Said, type Written } from "./written.ts";

interface Surrounding {
  /** The event's time. */
  readonly time: string;
  /** The event's subject. Digits in it are not an amount. */
  readonly subject: string;
  /** Names of the event's amounts that its schema says are in minor units. */
  readonly inMinorUnits: ReadonlySet<string>;
  /** Whether a record was opted out before the event. */
  readonly hasOptedOut: boolean;
}

/** A number, date or checkbox that can't be intended, given the event's values: the rest of the finding's sentence. */
export function wrongQuantity(
  one: Written,
  said: readonly Said[],
  { time, subject, inMinorUnits, hasOptedOut }: Surrounding,
): string | undefined {
  return (
    remainderIn(one, said) ??
    monthIn(one, said, time) ??
    oppositeOf(one, said, hasOptedOut) ??
    hundredthsIn(one, said, subject) ??
    undividedIn(one, said, inMinorUnits)
  );
}

/** Rounding residue of binary fractions: 0.1 + 0.2. */
const REMAINDER = /(?<![\d.])\d+\.\d*(?:0{6,}|9{6,})\d{0,2}(?!\d)/;

function remainderIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const [remainder] = REMAINDER.exec(String(value)) ?? [];
  if (remainder === undefined || said.some((one) => String(one.value).includes(remainder))) return undefined;
  return `writes ${remainder} into ${name} of ${records}: a sum of fractions that nobody has rounded`;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)/;

/** JavaScript counts months from 0: a month number or a date that is a month earlier than the event's. */
function monthIn({ records, name, value }: Written, said: readonly Said[], time: string): string | undefined {
  const toDate = (one: { readonly name: string; readonly value: unknown }) => {
    const [, year, month, day] = (typeof one.value === "string" ? DATE.exec(one.value) : undefined) ?? [];
    return month === undefined ? [] : [{ of: one.name, value: one.value, year, month: Number(month), day }];
  };
  const dates = said.flatMap(toDate);
  const all = [...dates, ...toDate({ name: "time", value: time })];
  const spells = (
    text: string,
    month: number,
    { year, day }: { year?: string | undefined; day?: string | undefined },
  ) =>
    [month, String(month).padStart(2, "0")].some((spelled) =>
      new RegExp(`^${year}-${spelled}-0?${Number(day)}(?!\\d)`).test(text),
    );
  const late = dates.find((date) => {
    if (typeof value === "string") return value !== date.value && spells(value, date.month - 1, date);
    return /month/i.test(name) && value === date.month - 1;
  });
  const isSaid =
    said.some((one) => one.value === value) ||
    all.some((date) => (typeof value === "string" ? spells(value, date.month, date) : date.month === value));
  if (late === undefined || isSaid) return undefined;
  return `writes ${String(value)} into ${name} of ${records}, a month before the event's ${late.of}: JavaScript counts months from 0`;
}

/** Whether any of the records is opted out of mail. */
export function hasOptOut(records: readonly KeyedRecord[]): boolean {
  return records.some(({ fields }) =>
    Object.entries(fields).some(([name, value]) => value === true && isForMail(name) === false),
  );
}

/** Whether a checkbox with this name means consent to mail (true) or refusal (false). Undefined if neither. */
function isForMail(name: string): boolean | undefined {
  if (/unsub|opt(?:ed)?_?out|suppress|do_?not_?(?:e?mail|contact|market)/i.test(name)) return false;
  return /consent|opt(?:ed)?_?in(?![a-z])|subscri|newsletter|(?:may|can)_?(?:contact|e?mail)|accepts?_?marketing/i.test(
    name,
  )
    ? true
    : undefined;
}

function oppositeOf(
  { records, name, value }: Written,
  said: readonly Said[],
  hasOptedOut: boolean,
): string | undefined {
  if (typeof value !== "boolean") return undefined;
  const opposite = said.find((one) => {
    if (typeof one.value !== "boolean") return false;
    if (bare(one.name) === bare(name)) return one.value !== value;
    const [wants, says] = [isForMail(one.name), isForMail(name)];
    // An unset checkbox is the default of a new record, and someone who had opted out may stay so.
    return value && !hasOptedOut && wants !== undefined && says !== undefined && (one.value === wants) !== says;
  });
  return (
    opposite &&
    `writes ${value} into ${name} of ${records}, the opposite of the event's ${opposite.name} (${String(opposite.value)})`
  );
}

const AMOUNT = /amount|price|total|value|fee|cost|revenue|spend|sum/i;

/** An amount in minor units with a currency that does not have hundredths. */
function hundredthsIn({ records, name, value }: Written, said: readonly Said[], subject: string): string | undefined {
  if (typeof value === "string" && value.toLowerCase().includes(subject.toLowerCase())) return undefined;
  const currency = currencyIn(said);
  if (currency === undefined) return undefined;
  const digits = minorDigits(currency);
  if (digits === 2) return undefined;
  const wrong = said.find(
    (one) =>
      AMOUNT.test(one.name) &&
      Number.isInteger(one.value) &&
      isIn(value, Number(one.value) / 100) &&
      !isIn(value, Number(one.value) / 10 ** digits),
  );
  if (wrong === undefined) return undefined;
  return `divides the event's ${wrong.name} by 100 for ${name} of ${records}: ${currency} has ${digits} digits after the point`;
}

function currencyIn(said: readonly Said[]): string | undefined {
  const found = said.find((one) => /currency/i.test(one.name) && /^[A-Z]{3}$/i.test(String(one.value)));
  return found && String(found.value).toUpperCase();
}

const IN_MINOR = /cents|minor|pence/i;

/**
 * An amount in minor units written as if in whole units. A field with the event's own name is exempt: it passes the
 * amount on unchanged.
 */
function undividedIn(
  { records, name, value }: Written,
  said: readonly Said[],
  inMinorUnits: ReadonlySet<string>,
): string | undefined {
  const currency = currencyIn(said);
  const digits = currency === undefined ? 0 : minorDigits(currency);
  if (currency === undefined || digits === 0) return undefined;
  const isOfMoney =
    typeof value === "number"
      ? AMOUNT.test(name) && !IN_MINOR.test(name)
      : typeof value === "string" &&
        [currency, currency.toLowerCase(), symbolOf(currency)].some((sign) => value.includes(sign));
  const raw = said.find(
    (one) =>
      inMinorUnits.has(one.name) &&
      one.name !== name &&
      one.value !== 0 &&
      isIn(value, Number(one.value)) &&
      !isIn(value, Number(one.value) / 10 ** digits),
  );
  if (!isOfMoney || raw === undefined) return undefined;
  return `writes the event's ${raw.name} into ${name} of ${records} as it is: its schema says that it is in minor units, and ${currency} has ${digits} digits after the point`;
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat("en", { style: "currency", currency }).formatToParts(0);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}

/** As a number, or as text with or without trailing zeros and commas. */
function isIn(value: unknown, amount: number): boolean {
  if (typeof value === "number") return value === amount;
  if (typeof value !== "string") return false;
  const numbers = value.match(/(?<![\w.,-])\D?\d[\d,]*(?:\.\d+)?(?![\w-])/g) ?? [];
  return numbers.some((text) => Number(text.replaceAll(/[^\d.]/g, "")) === amount);
}
