import { remembering } from "../../core/remembering.ts";
import { Refusal } from "../state/refusal.ts";
import { readCondition } from "./conditions.ts";
import { readAggregate, readSelected } from "./fields.ts";
import type { ParsedQuery } from "./parsed-query.ts";
import { createReader, readCount, readList, readName } from "./reader.ts";
import type { Reader } from "./reader.ts";

const MOST_CHARACTERS = 100_000;

/**
 * Parses SELECT fields|COUNT() FROM object [WHERE] [GROUP BY] [HAVING] [ORDER BY] [LIMIT] [OFFSET], aggregates, parent
 * fields and semi-joins. Child subqueries, TYPEOF, FIELDS() and object aliases are not supported: they are refused as
 * malformed.
 */
export const parseQuery = remembering((text: string): ParsedQuery => {
  // [U] the code.
  if (text.length > MOST_CHARACTERS)
    throw new Refusal("QUERY_TOO_COMPLICATED", `SOQL statements cannot be longer than ${MOST_CHARACTERS} characters.`);
  const reader = createReader(text);
  reader.expect("SELECT");
  const query = readQuery(reader);
  if (reader.peek().kind !== "end") reader.fail();
  return query;
});

/** The part after SELECT. */
function readQuery(reader: Reader): ParsedQuery {
  const fields = reader.accept("COUNT", "(", ")") ? undefined : readList(reader, readSelected);
  reader.expect("FROM");
  const object = readName(reader);
  const where = reader.accept("WHERE") ? readCondition(reader, readQuery) : undefined;
  const groups = reader.accept("GROUP", "BY") ? readList(reader, readName) : [];
  const having = reader.accept("HAVING") ? readCondition(reader, readQuery) : undefined;
  const order = reader.accept("ORDER", "BY") ? readList(reader, readOrder) : [];
  const limit = reader.accept("LIMIT") ? readCount(reader) : undefined;
  const offset = reader.accept("OFFSET") ? readCount(reader) : 0;
  return { text: reader.text, fields, object, where, groups, having, order, limit, offset };
}

function readOrder(reader: Reader): ParsedQuery["order"][number] {
  const field = readAggregate(reader);
  const descending = reader.accept("DESC");
  if (!descending) reader.accept("ASC");
  const nullsLast = reader.accept("NULLS", "LAST");
  if (!nullsLast) reader.accept("NULLS", "FIRST");
  return { field, descending, nullsLast };
}
