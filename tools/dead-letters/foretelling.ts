import type { ForecastCost, ForecastGroup, ReplayForecast } from "../../local/console/dead-letters-contract.ts";
import { forecast } from "../../local/console/dead-letters/foresee/forecast.ts";
import { headingOf } from "../../local/console/dead-letters/groups.ts";
import { type Letter, reasonLine } from "../../local/console/dead-letters/letters.ts";
import { planReplays } from "../../local/console/dead-letters/plans.ts";
import type { Surroundings } from "./commands.ts";
import { lookAround } from "./known.ts";
import { age, counted, printable, printableJson } from "./printing.ts";

/** Says what a replay of these would do. */
export async function foretell(
  letters: readonly Letter[],
  isJson: boolean,
  { manifest, checkout, place, clock, print }: Surroundings,
): Promise<void> {
  const plans = await planReplays(letters, manifest, checkout);
  const foretold = await forecast(plans, { manifest, now: clock.now(), ...(await lookAround(place)) });
  if (isJson) print(printableJson(foretold));
  else for (const line of forecastLines(foretold, clock.now())) print(printable(line));
}

function forecastLines({ count, groups, costs }: ReplayForecast, now: number): string[] {
  if (count === 0) return ["Nothing to replay."];
  const knowsHandled = groups.every(({ newerHandled }) => newerHandled !== null);
  return [
    ...groups.flatMap((group) => groupLines(group, now)),
    `${counted(count)}. A replay takes:`,
    ...(costs.length === 0 ? ["  nothing that the proof has measured"] : costs.map(costLine)),
    ...(knowsHandled ? [] : ["Which of them a later event has overtaken is known where a journal is kept: not here."]),
  ];
}

function groupLines(group: ForecastGroup, now: number): string[] {
  const { count, people, oldest, stays, newerHandled, newerWaiting, late, example } = group;
  const reason = group.reason ?? undefined;
  const facts = [
    `${count} of ${people} ${people === 1 ? "person" : "people"}, the oldest ${age(now - Date.parse(oldest))} old: ${example}`,
    ...(newerHandled ? [`${newerHandled} stale: a later event of the same person has been handled`] : []),
    ...(newerWaiting > 0 ? [`${newerWaiting} with a later event of the same person that waits`] : []),
    ...late.map((one) => `${one.count} older than ${one.afterHours} h: at ${one.system} it ${one.effect}`),
    ...stays.map((one) => `${one.count} would stay: ${one.why}`),
  ];
  return [
    `${headingOf(group)}: ${reasonLine(reason === undefined ? {} : { reason })}`,
    ...facts.map((one) => `  ${one}`),
    "",
  ];
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
