import type { ForecastGroup } from "../../contract/dead-letters.ts";

/** What a replay of a group would meet, for the page and the terminal. */
export function factsOf({ stays, newerHandled, newerWaiting, late }: ForecastGroup): string[] {
  return [
    ...(newerHandled ? [`${newerHandled} stale: a later event of the same person has been handled`] : []),
    ...(newerWaiting > 0 ? [`${newerWaiting} with a later event of the same person that waits`] : []),
    ...late.map((one) => `${one.count} older than ${one.afterHours} h: at ${one.system} it ${one.effect}`),
    ...stays.map((one) => `${one.count} would stay: ${one.why}`),
  ];
}
