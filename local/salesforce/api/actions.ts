import { convertLead } from "../rules/lead-conversion.ts";
import { toLongId } from "../state/ids.ts";
import { liveRow, type Org } from "../state/org.ts";
import { rollBack } from "../state/store.ts";
import type { Row, Undo } from "../state/store.ts";
import type { Input } from "../state/writes.ts";
import { Refusal } from "../state/refusal.ts";
import { isObject } from "../../core/json.ts";
import { objectBody, type Reply, type RestCall } from "./rest-call.ts";

/** POST /actions/standard/convertLead: the REST API's only way to convert. [U] the refusals' codes. */
export function convertLeads(call: RestCall): Reply {
  const { inputs } = objectBody(call);
  const results = (Array.isArray(inputs) ? inputs : []).map((input) => convertOne(call, isObject(input) ? input : {}));
  return { status: results.every(({ isSuccess }) => isSuccess) ? 200 : 400, body: results };
}

function convertOne({ org, transaction }: RestCall, input: Input) {
  const actionName = "convertLead";
  const start = transaction.undo.length;
  try {
    const outputValues = convert(org, transaction.undo, input);
    return { actionName, errors: null, isSuccess: true, outputValues };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    rollBack(transaction.undo, start);
    return { actionName, errors: [error.toItemError()], isSuccess: false, outputValues: null };
  }
}

function convert(org: Org, undo: Undo, { leadId, contactId, convertedStatus }: Input): object {
  const lead = rowOf(org, leadId);
  const contact = contactId === undefined ? undefined : rowOf(org, contactId);
  if (lead?.type.name !== "Lead" || (contactId !== undefined && contact?.type.name !== "Contact"))
    throw new Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  if (lead.fields["IsConverted"] === true)
    throw new Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
  if (typeof convertedStatus !== "string")
    throw new Refusal("REQUIRED_FIELD_MISSING", "Missing required input parameter: convertedStatus");
  const { accountId, contactId: becomes } = convertLead(org, undo, lead, contact?.id);
  return { leadId: lead.id, accountId, contactId: becomes, opportunityId: null };
}

function rowOf(org: Org, id: unknown): Row | undefined {
  return liveRow(org, typeof id === "string" ? toLongId(id) : undefined);
}
