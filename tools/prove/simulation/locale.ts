import { allOf, replaceMember } from "./replace.ts";

/** Runs with another default locale, for code that names none: `1.234,5` and `6.11.2026` in de-DE. */
export async function inLocale<Value>(locale: string, run: () => Promise<Value>): Promise<Value> {
  const { prototype: ofDates } = globalThis.Date;
  const giveBack = allOf([
    replaceMember(Intl, "NumberFormat", localFormat(Intl.NumberFormat, locale)),
    replaceMember(Intl, "DateTimeFormat", localFormat(Intl.DateTimeFormat, locale)),
    replaceMember(Number.prototype, "toLocaleString", localSpelling(Number.prototype.toLocaleString, locale)),
    replaceMember(ofDates, "toLocaleString", localSpelling(ofDates.toLocaleString, locale)),
    replaceMember(ofDates, "toLocaleDateString", localSpelling(ofDates.toLocaleDateString, locale)),
    replaceMember(ofDates, "toLocaleTimeString", localSpelling(ofDates.toLocaleTimeString, locale)),
  ]);
  try {
    return await run();
  } finally {
    giveBack();
  }
}

function localFormat<Format extends typeof Intl.NumberFormat | typeof Intl.DateTimeFormat>(
  format: Format,
  locale: string,
): Format {
  const withLocale = ([locales = locale, ...given]: unknown[]) => [locales, ...given];
  return new Proxy(format, {
    apply: (target, self, given) => Reflect.apply(target, self, withLocale(given)),
    construct: (target, given) => Reflect.construct(target, withLocale(given)),
  });
}

function localSpelling(spell: (...given: never[]) => string, locale: string) {
  return function local(this: unknown, ...[locales = locale, ...given]: unknown[]): string {
    return Reflect.apply(spell, this, [locales, ...given]);
  };
}
