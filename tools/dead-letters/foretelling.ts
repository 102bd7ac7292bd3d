import type { ForecastCost, ForecastGroup, ReplayForecast } from "../../local/console/contract/dead-letters.ts";
import { forecast } from "../../local/console/dead-letters/foresee/forecast.ts";
import { factsOf } from "../../local/console/dead-letters/foresee/facts.ts";
import { byHeading, headingOf } from "../../local/console/dead-letters/groups.ts";
import { type Letter, reasonLine } from "../../local/console/dead-letters/letters.ts";
import { planReplays } from "../../local/console/dead-letters/plans.ts";
import { isMeasuredBefore, measuredCosts } from "../../bundler/read/measured.ts";
import { rehearsable } from "../../local/console/dead-letters/rehearsable.ts";
import { rehearse } from "../../local/console/rehearse/rehearse.ts";
import { effectLines, totalLines } from "../effects/lines.ts";
import type { Command } from "./arguments.ts";
import type { Surroundings } from "./surroundings.ts";
import { settingsAt } from "../runner/settings.ts";
import { lookAround } from "./known.ts";
import { age, counted, printable, printableJson } from "../printing.ts";

/** Prints what a replay would do and, if asked, what each letter would write now. */
export async function foretell(
  { isJson, rehearsed }: Extract<Command, { name: "plan" }>,
  letters: readonly Letter[],
  surroundings: Surroundings,
): Promise<void> {
  const { manifest, checkout, place, clock, print, signal, environment } = surroundings;
  const plans = await planReplays(letters, manifest, checkout);
  const foretold = await forecast(plans, { manifest, now: clock.now(), ...(await lookAround(place, surroundings)) });
  const say = (lines: readonly string[]) => lines.forEach((line) => print(printable(line)));
  const messages = rehearsable(plans, manifest);
  const unmeasured = await unmeasuredAmong(messages.map(({ handler }) => handler));
  if (!isJson) say([...forecastLines(foretold, unmeasured, clock.now()), ...(await staleLines(foretold))]);
  if (rehearsed === 0) return isJson ? print(printableJson(foretold)) : undefined;
  const settings = await settingsAt(place, environment);
  const effects = await rehearse(
    { messages: messages.slice(0, rehearsed), settings },
    { signal, report: (effect) => (isJson ? undefined : say(effectLines(effect))) },
  );
  if (isJson) print(printableJson({ ...foretold, effects }));
  else say(totalLines(effects, messages.length));
}

async function unmeasuredAmong(handlers: readonly string[]): Promise<string[]> {
  const names = [...new Set(handlers)];
  const costs = await Promise.all(names.map((name) => measuredCosts(name)));
  return names.filter((_, index) => costs[index]?.length === 0);
}

function forecastLines({ count, groups, costs }: ReplayForecast, unmeasured: readonly string[], now: number): string[] {
  if (count === 0) return ["Nothing to replay."];
  const knowsHandled = groups.every(({ newerHandled }) => newerHandled !== null);
  return [
    ...byHeading(groups).flatMap((group) => groupLines(group, now)),
    `${counted(count, "dead letter")}. A replay takes:`,
    ...(costs.length + unmeasured.length === 0 ? ["  nothing: all of them stay"] : costs.map(costLine)),
    ...unmeasured.map(
      (name) => `  what ${name} takes is not measured yet: npm run prove -- ${name} --update measures it`,
    ),
    ...(knowsHandled ? [] : ["Which of them later events have overtaken is not known here: it takes a journal."]),
  ];
}

/** Warnings about handlers that have changed since they were measured. */
async function staleLines({ groups }: ReplayForecast): Promise<string[]> {
  const handlers = [...new Set(groups.flatMap(({ kind, name }) => (kind === "dead-letter" ? [name] : [])))];
  const stale = await Promise.all(handlers.map((name) => isMeasuredBefore(name)));
  return handlers.flatMap((name, index) =>
    stale[index] === true
      ? [
          `  functions/handlers/${name}.ts is newer than what was measured of it: npm run prove -- ${name} --update measures it again`,
        ]
      : [],
  );
}

function groupLines(group: ForecastGroup, now: number): string[] {
  const { count, people, oldest, example } = group;
  const whose = people === 0 ? "people not known" : `${people} ${people === 1 ? "person" : "people"}`;
  const facts = [
    `${count} of ${whose}, the oldest ${age(now - Date.parse(oldest))} old: ${example}`,
    ...factsOf(group),
  ];
  return [`${headingOf(group)}: ${reasonLine(group)}`, ...facts.map((one) => `  ${one}`), ""];
}

function costLine({ system, unit, least, most, allowance }: ForecastCost): string {
  const range = least === most ? `${most}` : `${least} to ${most}`;
  if (allowance === null) return `  ${system}: ${range} ${unit}`;
  const { used, max } = allowance;
  return `  ${system}: ${range} ${unit}, ${percent(most, max)} of the ${max} at most; ${percent(used, max)} are used`;
}

function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return share > 0 && share < 1 ? "less than 1 %" : `${Math.round(share)} %`;
}
