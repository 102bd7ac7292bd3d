import type { Value } from "../state/store.ts";
import type { Selected } from "./fields.ts";
import type { Name } from "./reader.ts";

/** A query's syntax; names are not resolved. */
export interface ParsedQuery {
  readonly text: string;
  /** Undefined for SELECT COUNT(). */
  readonly fields: readonly Selected[] | undefined;
  readonly object: Name;
  readonly where: Condition | undefined;
  readonly groups: readonly Name[];
  readonly having: Condition | undefined;
  readonly order: readonly { readonly field: Selected; readonly descending: boolean; readonly nullsLast: boolean }[];
  readonly limit: number | undefined;
  readonly offset: number;
}

/** A value in a comparison. Dates are unquoted, so they differ from strings; `day` is a literal like TODAY. */
export interface Literal {
  readonly kind: "string" | "number" | "boolean" | "null" | "date" | "day";
  readonly value: Value;
}

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "IN" | "NOT IN" | "INCLUDES" | "EXCLUDES";

export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | {
      readonly kind: "compare";
      readonly field: Selected;
      readonly operator: Operator;
      readonly literals: readonly Literal[];
    }
  | { readonly kind: "among"; readonly field: Selected; readonly isNegated: boolean; readonly query: ParsedQuery };
