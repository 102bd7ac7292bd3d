import { matchRequest } from "../../core/fault-match.ts";
import { anyCallFaults, otherAnswer, passingFault, type FaultFit, type Impossible } from "../../core/fault-fit.ts";
import type { RequestKind } from "../../core/requests.ts";

/** customer.io's own faults: name → what the caller and the state see. */
export const customerioFaults: Record<string, string> = {
  "207":
    "For /api/v2/batch: the first `rows` (1) operations are refused, and the rest applied; another call is answered as ever.",
  "200-dropped": "Not applied: a write is answered as if it had been. Only an event's absence can be noticed, later.",
  failed_event: "Not applied: an event is answered as if it had been, and stands in the activities as a failed_event.",
  "401-once": "Not applied: answers 401 in customer.io's shape.",
  "401-forever": "Not applied: this call and every one after it, of any kind, answer 401 until the fault is cleared.",
};

const anyCall = [...anyCallFaults, "401-once", "401-forever"];
const anyWrite = [...anyCall, "late-apply", "200-dropped"];

/**
 * The faults that suit each call, by `match`. The first word of a fault's description says whether the call is applied.
 */
export const customerioFaultsByCall: Record<string, readonly string[]> = {
  "PUT /api/v1/customers/*": anyWrite,
  "DELETE /api/v1/customers/*": anyWrite,
  "POST /api/v1/customers/*/events": [...anyWrite, "failed_event"],
  "POST /api/v1/customers/*/suppress": anyWrite,
  "POST /api/v1/customers/*/unsuppress": anyWrite,
  "POST /api/v1/events": anyWrite,
  "POST /api/v1/merge_customers": anyWrite,
  "POST /api/v2/entity": anyWrite,
  "POST /api/v2/batch": [...anyWrite, "207"],
  "GET /v1/customers": anyCall,
  "POST /v1/customers": anyCall,
  "GET /v1/activities": anyCall,
  "GET /v1/customers/*/attributes": anyCall,
  "GET /v1/customers/*/messages": anyCall,
  "POST /v1/send/email": anyWrite,
};

/** There are no codes: https://docs.customer.io/api/track/ documents a status for each refusal. */
const refusal = (status: number, whom: "this message" | "everybody" | "anybody for a while"): FaultFit => ({
  name: `HTTP_${status}`,
  rule: { fault: "reject-before", status, body: { meta: { errors: ["refused for this case"] } } },
  isPermanent: whom === "this message",
  refuses: { code: `HTTP_${status}`, whom },
  isOneOfMany: status !== 400,
});

const refusals: readonly FaultFit[] = [
  ...[400, 413, 422].map((status) => refusal(status, "this message")),
  ...[401, 403, 404, 405].map((status) => refusal(status, "everybody")),
  ...[408, 409, 423, 500, 504].map((status) => refusal(status, "anybody for a while")),
  { ...refusal(418, "this message"), isPermanent: undefined, isUnknown: true },
];

/** All Track calls have the same answer; a refusal with status 200 is another API's. */
const others = [
  otherAnswer("a batch's refusal", { errors: [{ reason: "invalid", field: "identifiers", message: "refused" }] }),
  otherAnswer("an error's", { meta: { error: "refused for this case" } }),
  {
    name: "3xx that looks like success",
    rule: { fault: "3xx", body: {} },
    isPermanent: false,
    isOneOfMany: true,
  },
];

const DROPPED = ["200-dropped", "failed_event"];

const fit = (name: string): FaultFit => ({
  ...passingFault(name),
  ...(name.startsWith("401-") ? { refuses: { code: "HTTP_401", whom: "everybody" } } : {}),
  ...(DROPPED.includes(name) ? { isDropped: true } : {}),
});

/** A question has no values of a message's: what is refused of it may be so for anybody. */
const refusedQuestions = refusals.map((one) => (one.isPermanent === true ? { ...one, isPermanent: undefined } : one));

/** Nothing of a question can be applied late. */
const isWrite = (names: readonly string[]) => names.includes("late-apply");

const fitsByCall = Object.entries(customerioFaultsByCall).map(([match, names]) => ({
  matches: matchRequest(match),
  fits: [...names.map(fit), ...(isWrite(names) ? refusals : refusedQuestions), ...others],
}));

/** The faults that suit an operation. */
export function faultsFor({ method, url }: RequestKind): readonly FaultFit[] {
  return fitsByCall.find(({ matches }) => matches({ method, path: url.pathname }))?.fits ?? [];
}

const EVENT = "POST /customers/{id}/events";

/** What no caller of customer.io can compensate for. */
export const impossible: readonly Impossible[] = [
  {
    fault: "200-dropped",
    operation: "PUT /customers/{id}",
    reason:
      "customer.io answers 200 and stores nothing; an attribute can't be compared later, since somebody else may have changed it",
  },
  {
    fault: "dead-lettered, replayed 4 days later",
    operation: EVENT,
    reason: "customer.io records an event older than 72 hours, but starts no campaign",
  },
  {
    fault: "somebody deletes the person",
    operation: EVENT,
    reason: "an event for a person who was just deleted creates them again, with only their e-mail",
  },
  {
    fault: "somebody deletes the person",
    only: [
      { records: "customerio people" },
      { records: "salesforce Lead", field: "HasOptedOutOfEmail", is: false },
      { records: "salesforce Lead", field: "Email_Consent_At__c", is: null },
    ],
    reason:
      "nothing locks a person across calls: somebody deleted between two of them is created again by the later ones, and their earlier opt-out can't be read any more",
  },
];
