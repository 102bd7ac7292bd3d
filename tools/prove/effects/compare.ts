import { type Finding, finding } from "../finding.ts";
import { type LineChange, lineChanges } from "./line-changes.ts";

const MOST_LINES = 40;

/**
 * Compares the handler's effects with the accepted ones. Lists differing lines only if the handler converges, because
 * until then it will change anyway.
 */
export function effectFindings(
  handler: string,
  accepted: string | undefined,
  now: string,
  { converges = true } = {},
): Finding[] {
  if (accepted === now) return [];
  const file = `proof/${handler}.effects.md`;
  const command = `npm run prove -- ${handler} --update`;
  if (accepted === undefined)
    return [finding("effects", `has no ${file} yet: \`${command}\` writes what it does, to be read and committed`)];
  if (!converges) return [finding("effects", `does something else than ${file} says: how is told once it converges`)];
  const changes = inOrder(lineChanges(accepted, now)).flatMap(({ path, removed, added }) => [
    ...(path.length === 0 ? [] : [`    ${path.join(" · ")}`]),
    ...removed.map((line) => `      - ${line}`),
    ...added.map((line) => `      + ${line}`),
  ]);
  const rest = changes.length > MOST_LINES ? [`    … and ${changes.length - MOST_LINES} lines more`] : [];
  const rule = `does something else than ${file} says (-), namely (+); \`${command}\` accepts it`;
  return [finding("effects", [rule, ...changes.slice(0, MOST_LINES), ...rest].join("\n"))];
}

/** First the fields of new records, which show at a glance what is done; outcomes list all states in a line. */
function inOrder(changes: readonly LineChange[]): LineChange[] {
  const isOfNew = ({ path }: LineChange) => path.some((heading) => heading.startsWith("Created from"));
  return [...changes.filter(isOfNew), ...changes.filter((change) => !isOfNew(change))];
}
