import { type Examined, type Harm, HARMS, type NotAsked } from "./check.ts";

export interface Report extends Examined {
  readonly project: string;
  readonly prefix: string;
}

const HEADINGS: Readonly<Record<Harm, string>> = {
  "loses data": "Loses data now",
  "will lose": "Will lose data, unless somebody acts",
  "worth knowing": "Worth knowing",
};

export function reportLines(report: Report): string[] {
  const { asked, findings, notAsked } = report;
  const sections = HARMS.flatMap((harm) => {
    const some = findings.filter((finding) => finding.harm === harm);
    return some.length === 0
      ? []
      : [`${HEADINGS[harm]}:`, ...some.flatMap(({ sentence, todo }) => [`  ${sentence}.`, `    → ${todo}.`]), ""];
  });
  const unasked = notAsked.length === 0 ? [] : ["Could not be asked:", ...unaskedLines(notAsked), ""];
  const found = findings.length === 0 ? "nothing is wrong with them" : `${findings.length} found`;
  const left = notAsked.length === 0 ? "" : `; ${notAsked.length} could not be asked`;
  return [...sections, ...unasked, `${asked} questions asked, ${found}${left}.`];
}

/** Questions that need the same permission share a line. */
function unaskedLines(notAsked: readonly NotAsked[]): string[] {
  const groups = Map.groupBy(notAsked, ({ check, why }) => `${check}: ${why}`);
  return [...groups].map(([said, some]) => {
    const [first, ...more] = some.map(({ what }) => what);
    return `  ${said} (${first}${more.length === 0 ? "" : ` and ${more.length} more`})`;
  });
}

export function exitCode({ findings, notAsked }: Examined): 0 | 1 | 3 {
  if (findings.some(({ harm }) => harm !== "worth knowing")) return 1;
  return notAsked.length > 0 ? 3 : 0;
}
