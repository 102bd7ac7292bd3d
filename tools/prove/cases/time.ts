import type { Event } from "../../../functions/runtime/define/handler.ts";
import { divergence } from "../finding.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { isEqual, type Snapshot } from "../simulation/snapshot.ts";
import { inZone, type Zone, zones } from "../simulation/zone.ts";
import { type Case, conclude } from "./case.ts";
import { doingOf } from "./doing.ts";
import { type CleanRun, ofWhole, PROCESSED, type Situation } from "./situation.ts";
import { allOf, replaceMember } from "../simulation/replace.ts";

const CLOCK = "the clock on the wall";
const HOUR_MS = 3600 * 1000;

/** A Friday afternoon, and offsets to other hours. All are recent enough for every system. */
const FRIDAY = "2026-11-06T15:00:00.000Z";
const HOURS: readonly (readonly [string, number])[] = [
  ["at 22:00 on a Friday", 7],
  ["at 03:00 on a Saturday", 12],
  ["at 03:00 on a Sunday", 36],
  ["at 12:00 on a Sunday", 45],
  ["at 08:00 on a Monday", 65],
];

/** Event times and zones in which the local date differs. */
const PLACES: readonly (readonly [string | undefined, Zone])[] = [
  [undefined, zones.east],
  ["2026-12-31T23:59:59.500Z", zones.east],
  ["2028-03-01T00:30:00.000Z", zones.west],
  ["2026-03-29T01:30:00.000Z", zones.west],
];

/** A locale with other number and date formats. */
const LOCALE = "de-DE";

/** Dates that hand-written date arithmetic gets wrong. */
const DAYS: readonly (readonly [string, string])[] = [
  ["of 29 February", "2028-02-29T12:00:00.000Z"],
  ["of the last half second of a year", "2026-12-31T23:59:59.500Z"],
  ["of the hour in which summer time begins", "2026-03-29T01:30:00.000Z"],
];

/** An event has the same effect at every hour, in every time zone and on every date. */
export function timeCases({ situation }: CleanRun): Case[] {
  if (situation.state === PROCESSED) return [];
  const { event } = situation.sample;
  const at = (time: string = event.time): Event => ({ ...event, time });
  const hours = HOURS.map(([spelled, hoursLater]) =>
    timeCase(situation, `delivered ${spelled}`, async (simulation) => {
      const usual = await doingOf(simulation, situation, at(FRIDAY));
      const later = await doingOf(simulation, situation, at(FRIDAY), hoursLater * HOUR_MS);
      return { expected: usual.end, isSame: isEqual(usual.end, later.end) };
    }),
  );
  const places = PLACES.map(([time, zone]) =>
    timeCase(situation, `of ${time?.slice(0, 16) ?? "any time"}, in the time zone ${zone.name}`, async (simulation) => {
      const usual = await doingOf(simulation, situation, at(time));
      const there = await inZone(zone, () => doingOf(simulation, situation, at(time)));
      return { expected: usual.end, isSame: isEqual(usual.end, there.end) };
    }),
  );
  const locale = timeCase(situation, `of any time, in the locale ${LOCALE}`, async (simulation) => {
    const usual = await doingOf(simulation, situation, event);
    const there = await inLocale(LOCALE, () => doingOf(simulation, situation, event));
    return { expected: usual.end, isSame: isEqual(usual.end, there.end) };
  });
  const days = DAYS.map(([spelled, time]) =>
    timeCase(situation, spelled, async (simulation) => {
      const usual = await doingOf(simulation, situation, event);
      const then = await doingOf(simulation, situation, at(time));
      return { expected: then.end, isSame: usual.outline === then.outline };
    }),
  );
  return [...hours, ...places, locale, ...days];
}

interface Compared {
  readonly expected: Snapshot;
  readonly isSame: boolean;
}

function timeCase(situation: Situation, when: string, run: (simulation: Simulation) => Promise<Compared>): Case {
  return {
    ...ofWhole(situation, { property: "time", place: CLOCK, disturbance: when }),
    async run(simulation) {
      const { expected, isSame } = await run(simulation);
      const findings = isSame ? [] : [divergence("time", `does something else with an event ${when}`)];
      const end = await conclude(simulation, "time", [expected], findings);
      return { ...end, findings: end.findings.filter((one) => !one.isDivergence || findings.includes(one)) };
    },
  };
}

/** Runs with another default locale, for code that names none: `1.234,5` and `6.11.2026` in de-DE. */
async function inLocale<Value>(locale: string, run: () => Promise<Value>): Promise<Value> {
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
