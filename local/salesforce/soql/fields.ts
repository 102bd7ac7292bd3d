import { isNameNext, readName } from "./reader.ts";
import type { Name, Reader } from "./reader.ts";

const AGGREGATES = ["COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** A selected, grouped, ordered or compared field or aggregate. */
export interface Selected extends Name {
  readonly aggregate?: Aggregate;
  readonly alias?: string;
}

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
  return AGGREGATES.some((one) => one === word);
}
