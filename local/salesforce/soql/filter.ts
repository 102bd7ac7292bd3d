import type { Field, ObjectType } from "../state/schema.ts";
import type { Row, Store, Value } from "../state/store.ts";
import { resolveColumn } from "./columns.ts";
import type { Column, Source } from "./columns.ts";
import { createTest, isRange } from "./comparison.ts";
import type { Operand } from "./comparison.ts";
import type { Condition, Operator } from "./parsed-query.ts";
import { readOperand } from "./operands.ts";
import type { Name } from "./reader.ts";
import { queryError } from "./tokens.ts";

/** A compiled WHERE clause. */
interface Filter {
  matches(row: Row): boolean;
  /** A superset of the matching rows, found by an index; undefined if a full scan is needed. */
  candidates(store: Store): ReadonlySet<Row> | undefined;
}

/** Checks the clause's fields and values against the object. */
export function compileFilter(source: Source, condition: Condition): Filter {
  switch (condition.kind) {
    case "and":
    case "or":
      return combine(
        condition.kind,
        condition.parts.map((part) => compileFilter(source, part)),
      );
    case "not": {
      const inner = compileFilter(source, condition.part);
      return { matches: (row) => !inner.matches(row), candidates: () => undefined };
    }
    case "among": {
      const column = filterColumn(source, condition.field);
      const values = source.valuesOf(condition.query);
      return compare(source.type, column, condition.isNegated ? "NOT IN" : "IN", values);
    }
    default: {
      const { field, operator, literals } = condition;
      const column = filterColumn(source, field);
      const operands = literals.map((literal) => readOperand(source, field, column.field, literal));
      return compare(source.type, column, operator, operands);
    }
  }
}

function filterColumn(source: Source, name: Name): Column {
  const column = resolveColumn(source, name);
  if (column.field.filterable === true) return column;
  const explanation = `field '${column.field.name}' can not be filtered in a query call`;
  throw queryError("INVALID_FIELD", source.text, name.at, explanation);
}

function combine(kind: "and" | "or", parts: readonly Filter[]): Filter {
  if (kind === "and") {
    return {
      matches: (row) => parts.every((part) => part.matches(row)),
      candidates: (store) => fewest(parts.map((part) => part.candidates(store)).filter((rows) => rows !== undefined)),
    };
  }
  return {
    matches: (row) => parts.some((part) => part.matches(row)),
    candidates(store) {
      const found = new Set<Row>();
      for (const part of parts) {
        const rows = part.candidates(store);
        if (rows === undefined) return undefined;
        for (const row of rows) found.add(row);
      }
      return found;
    },
  };
}

/** The most selective index look-up: a campaign has thousands of members, a person few. */
function fewest(found: readonly ReadonlySet<Row>[]): ReadonlySet<Row> | undefined {
  return found.reduce<ReadonlySet<Row> | undefined>(
    (least, rows) => (least === undefined || rows.size < least.size ? rows : least),
    undefined,
  );
}

function compare(type: ObjectType, column: Column, operator: Operator, operands: readonly Operand[]): Filter {
  const { field, path } = column;
  const test = createTest(field, operator, operands);
  const values = operands.flatMap((operand) => (isRange(operand) ? [] : [operand]));
  const isEqual = (operator === "=" || operator === "IN") && values.length === operands.length;
  const isLookup = isEqual && path.length === 0 && !values.includes(null);
  return {
    matches: (row) => test(column.read(row)),
    candidates(store) {
      if (!isLookup || (field.type !== "id" && !field.indexed)) return undefined;
      return lookUp(store, type, field, values);
    },
  };
}

function lookUp(store: Store, type: ObjectType, field: Field, values: readonly Value[]): ReadonlySet<Row> {
  if (field.type === "id") {
    return new Set(
      values.flatMap((value) => {
        const row = typeof value === "string" ? store.get(value) : undefined;
        return row?.type === type && row.fields["IsDeleted"] !== true ? [row] : [];
      }),
    );
  }
  const [first = null, ...others] = values;
  return others.length === 0
    ? store.find(type, field, first)
    : new Set(values.flatMap((value) => [...store.find(type, field, value)]));
}
