import { matchRequest } from "../../core/fault-match.ts";
import { commonFaults } from "../../core/faults.ts";
import type { FaultFit, RequestKind } from "../../core/system.ts";

/** What customer.io does wrong in ways of its own: name → what the caller and the state see. */
export const customerioFaults: Record<string, string> = {
  "207":
    "For /api/v2/batch: the first `rows` (1) operations are refused, and the rest applied; another call is answered as ever.",
  "200-dropped": "Not applied: a write is answered as if it had been. Nobody can notice it.",
  "401-once": "Not applied: answers 401 in customer.io's shape.",
  "401-forever": "Not applied: this call and every one after it, of any kind, answer 401 until the fault is cleared.",
};

const anyCall = [...Object.keys(commonFaults).filter((fault) => fault !== "late-apply"), "401-once", "401-forever"];
const anyWrite = [...anyCall, "late-apply", "200-dropped"];

/**
 * The faults that make sense for each call, by the `match` that hits it. Whether one leaves the call applied is the first
 * word of its description.
 */
export const customerioFaultsByCall: Record<string, readonly string[]> = {
  "PUT /api/v1/customers/*": anyWrite,
  "DELETE /api/v1/customers/*": anyWrite,
  "POST /api/v1/customers/*/events": anyWrite,
  "POST /api/v1/customers/*/suppress": anyWrite,
  "POST /api/v1/customers/*/unsuppress": anyWrite,
  "POST /api/v1/events": anyWrite,
  "POST /api/v2/entity": anyWrite,
  "POST /api/v2/batch": [...anyWrite, "207"],
  "GET /v1/customers": anyCall,
  "GET /v1/customers/*/attributes": anyCall,
  "POST /v1/send/email": anyWrite,
};

const REFUSED: FaultFit = {
  name: "HTTP_400",
  rule: { fault: "reject-before", status: 400, body: { meta: { errors: ["refused for this case"] } } },
  isPermanent: true,
};

const fitsByCall = Object.entries(customerioFaultsByCall).map(([match, names]) => ({
  matches: matchRequest(match),
  fits: [...names.map((name): FaultFit => ({ name, rule: { fault: name }, isPermanent: false })), REFUSED],
}));

/** The faults that make sense for an operation. */
export function faultsFor({ method, url }: RequestKind): readonly FaultFit[] {
  return fitsByCall.find(({ matches }) => matches({ method, path: url.pathname }))?.fits ?? [];
}
