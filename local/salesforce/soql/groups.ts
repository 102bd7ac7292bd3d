import type { Field } from "../state/schema.ts";
import type { Row, Value } from "../state/store.ts";
import { resolveColumn } from "./columns.ts";
import type { Column, Source } from "./columns.ts";
import { compareBy, compareValues, createTest } from "./comparison.ts";
import type { Aggregate, Selected } from "./fields.ts";
import { readOperand } from "./operands.ts";
import type { Condition, ParsedQuery } from "./parsed-query.ts";
import { queryError } from "./tokens.ts";

/** A column's value for a group of records. */
type Read = (group: readonly Row[]) => Value;

/** Whether the query aggregates. */
export function isGrouped({ fields = [], groups }: ParsedQuery): boolean {
  return groups.length > 0 || fields.some(({ aggregate }) => aggregate !== undefined);
}

/** One record per group: fields under their names, aggregates under their aliases or expr0, expr1 … */
export function groupRows(source: Source, query: ParsedQuery, rows: readonly Row[]): object[] {
  const { fields = [], groups, having, order } = query;
  const columns = groups.map((name) => resolveColumn(source, name));
  const shown = fields.map((selected) => ({ selected, read: groupColumn(source, selected, columns) }));
  const isKept = having === undefined ? () => true : havingTest(source, having, columns);
  const orderings = order.map(({ field: name, ...direction }) => {
    const { field } = resolveColumn(source, name);
    return { field, ...direction, read: groupColumn(source, name, columns) };
  });
  const found = inGroups(rows, columns)
    .filter(isKept)
    .toSorted((one, other) => compareBy(orderings, one, other));
  let unnamed = 0;
  const names = shown.map(({ selected: { text, aggregate, alias } }) => {
    if (alias !== undefined || aggregate === undefined) return alias ?? text.split(".").at(-1) ?? text;
    return `expr${unnamed++}`;
  });
  return found.map((group) => ({
    attributes: { type: "AggregateResult" },
    ...Object.fromEntries(shown.map(({ read }, index) => [names[index], read(group)])),
  }));
}

/** Without GROUP BY all records form one group, even if there are none. */
function inGroups(rows: readonly Row[], columns: readonly Column[]): (readonly Row[])[] {
  if (columns.length === 0) return [rows];
  return [...Map.groupBy(rows, (row) => JSON.stringify(columns.map(({ read }) => read(row)))).values()];
}

function groupColumn(source: Source, { aggregate, ...name }: Selected, columns: readonly Column[]): Read {
  const column = resolveColumn(source, name);
  const { field, read } = column;
  if (aggregate === undefined) {
    const isGroup = columns.some((one) => one.field === field && one.path.length === column.path.length);
    if (!isGroup)
      throw queryError("MALFORMED_QUERY", source.text, name.at, `Field must be grouped or aggregated: ${name.text}`);
    return ([row]) => (row === undefined ? null : read(row));
  }
  return (group) =>
    aggregateOf(
      aggregate,
      field,
      group.map(read).filter((value) => value !== null),
    );
}

function aggregateOf(aggregate: Aggregate, field: Field, values: readonly NonNullable<Value>[]): Value {
  const sum = () => values.reduce<number>((total, value) => total + Number(value), 0);
  const sorted = () => values.toSorted((one, other) => compareValues(field, one, other));
  if (aggregate === "COUNT") return values.length;
  if (aggregate === "COUNT_DISTINCT") return new Set(values).size;
  if (values.length === 0) return null;
  if (aggregate === "SUM") return sum();
  if (aggregate === "AVG") return sum() / values.length;
  return sorted().at(aggregate === "MIN" ? 0 : -1) ?? null;
}

function havingTest(
  source: Source,
  condition: Condition,
  columns: readonly Column[],
): (group: readonly Row[]) => boolean {
  if (condition.kind === "compare") return compareGroups(source, condition, columns);
  if (condition.kind === "among") {
    const explanation = "HAVING clause does not support semi joins";
    throw queryError("MALFORMED_QUERY", source.text, condition.field.at, explanation);
  }
  if (condition.kind === "not") {
    const inner = havingTest(source, condition.part, columns);
    return (group) => !inner(group);
  }
  const parts = condition.parts.map((part) => havingTest(source, part, columns));
  const isAll = condition.kind === "and";
  return (group) => (isAll ? parts.every((part) => part(group)) : parts.some((part) => part(group)));
}

function compareGroups(
  source: Source,
  { field: name, operator, literals }: Extract<Condition, { kind: "compare" }>,
  columns: readonly Column[],
): (group: readonly Row[]) => boolean {
  const read = groupColumn(source, name, columns);
  const { field } = resolveColumn(source, name);
  // Counts are numbers, whatever is counted.
  const counted = name.aggregate?.startsWith("COUNT") === true ? { ...field, kind: "number" as const } : field;
  const operands = literals.map((literal) => readOperand(source, name, counted, literal));
  const test = createTest(counted, operator, operands);
  return (group) => test(read(group));
}
