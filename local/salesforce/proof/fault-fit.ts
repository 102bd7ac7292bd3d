import { commonFaults } from "../../core/faults.ts";
import type { RequestKind, FaultFit } from "../../core/system.ts";

const fit = (name: string): FaultFit => ({ name, rule: { fault: name }, isPermanent: false });

/** An answer of Salesforce's own before anything is done. */
const refusal = (errorCode: string, status: number, isPermanent: boolean): FaultFit => ({
  name: errorCode,
  rule: { fault: "reject-before", status, body: [{ message: "refused for this case", errorCode, fields: [] }] },
  isPermanent,
});

const anywhere = Object.keys(commonFaults)
  .filter((name) => name !== "late-apply")
  .map(fit);
const inSession = [
  ...anywhere,
  ...["401-once", "401-forever", "403-concurrent", "403-daily", "token-400"].map(fit),
  refusal("SERVER_UNAVAILABLE", 503, false),
];
const logins = [...anywhere, fit("token-400")];
const reads = [...inSession, refusal("QUERY_TIMEOUT", 400, false), refusal("MALFORMED_QUERY", 400, true)];
const writes = [
  ...inSession,
  fit("late-apply"),
  fit("lock"),
  refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", 400, true),
  refusal("STRING_TOO_LONG", 400, true),
];
const creates = [...writes, fit("delay-visibility")];
const collections = [...writes, { name: "partial", rule: { fault: "partial", rows: 1 }, isPermanent: false }];

/** The faults that make sense for an operation. dup-rule is a person's doing: other-people.ts has it. */
export function faultsFor({ method, url: { pathname } }: RequestKind): readonly FaultFit[] {
  if (pathname.endsWith("/oauth2/token")) return logins;
  if (method === "GET") return reads;
  if (pathname.includes("/composite")) return collections;
  return method === "POST" ? creates : writes;
}
