import { isNameNext, readName } from "./reader.ts";
import type { Name, Reader } from "./reader.ts";

export type Aggregate = "COUNT" | "COUNT_DISTINCT" | "MIN" | "MAX" | "SUM" | "AVG";

/** A selected, grouped, ordered or compared field or aggregate. */
export interface Selected extends Name {
  readonly aggregate?: Aggregate;
  readonly alias?: string;
}

const AGGREGATES: ReadonlySet<string> = new Set<Aggregate>(["COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG"]);

/** `Name`, `COUNT(Id)`. */
export function readAggregate(reader: Reader): Selected {
  const name = readName(reader);
  const aggregate = name.text.toUpperCase();
  if (!isAggregate(aggregate) || !reader.accept("(")) return name;
  const field = readName(reader);
  reader.expect(")");
  return { ...field, aggregate };
}

/** With an optional alias: `COUNT(Id) many`. */
export function readSelected(reader: Reader): Selected {
  const selected = readAggregate(reader);
  return isNameNext(reader) ? { ...selected, alias: readName(reader).text } : selected;
}

function isAggregate(word: string): word is Aggregate {
  return AGGREGATES.has(word);
}
