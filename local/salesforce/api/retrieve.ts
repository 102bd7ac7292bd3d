import { toLongId } from "../state/ids.ts";
import { liveRow } from "../state/org.ts";
import { Refusal } from "../state/refusal.ts";
import { toRecord } from "./query-run.ts";
import { isObject } from "../../core/json.ts";
import { type Reply, type RestCall, typeInPath } from "./rest-call.ts";
import { namedFields } from "./sobjects.ts";

const MOST_RECORDS = 2000;

/** GET /composite/sobjects/T?ids=&fields=, or POST with both; null for missing records. */
export function readMany(call: RestCall): Reply {
  const { org, body, params, path, transaction } = call;
  const type = typeInPath(org, path["type"] ?? "");
  const given = isObject(body) ? body : { ids: params.get("ids"), fields: params.get("fields") };
  const [ids, names] = [listOf(given["ids"]), listOf(given["fields"])];
  if (ids.length === 0 || names.length === 0)
    throw new Refusal("REQUIRED_FIELD_MISSING", `${ids.length === 0 ? "ids" : "fields"} must be specified`);
  if (ids.length > MOST_RECORDS)
    throw new Refusal(
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`,
    );
  const fields = namedFields(call, type, names);
  const records = ids.map((id) => {
    const row = liveRow(org, toLongId(id));
    return row?.type === type && row.isHidden !== true ? toRecord(row, fields, transaction.version) : null;
  });
  return { status: 200, body: records };
}

function listOf(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : value.split(",");
  return Array.isArray(value) ? value.map(String) : [];
}
