import { anyCallFaults, otherAnswer, passingFault } from "../../core/fault-fit.ts";
import type { FaultFit, Rows } from "../../core/fault-fit.ts";
import type { RequestKind, SentRequest } from "../../core/requests.ts";
import { queriesIn } from "../api/operation.ts";
import { fieldRefusals } from "./field-refusals.ts";
import { itemRefusals, readRefusals, rowRefusals, writeRefusals } from "./refusals.ts";

/** Answers to calls of other kinds, as from a proxy or cache that confuses them. */
const PAGE = {
  totalSize: 1,
  done: true,
  records: [{ attributes: { type: "Campaign" }, Id: "701000000000AAAAAQ", Email: null }],
};
const CREATED = { id: "701000000000AAAAAQ", success: true, errors: [] };

const page = otherAnswer("another query's", PAGE);
const created = otherAnswer("another record's", CREATED);
const items = otherAnswer("another collection's", [CREATED]);
const nothing = passingFault("other-200");

const anywhere = anyCallFaults.map(passingFault);
/** Their effect depends on the session, hardly on the call. */
const inTheWay = ["401-once", "401-forever", "403-concurrent", "403-daily", "token-400"].map((name) => ({
  ...passingFault(name),
  isOneOfMany: true,
}));
const inSession = [...anywhere, nothing, ...inTheWay];
const logins = [...anywhere, passingFault("token-400"), nothing, page];
const reads = [...inSession, created, page, ...readRefusals];
const compositeReads = [...reads, items, { name: "partial", rule: { fault: "partial", rows: 1 }, isPermanent: false }];
const writes = [...inSession, passingFault("late-apply"), passingFault("lock"), page, created, ...writeRefusals];
const creates = [...writes, passingFault("delay-visibility")];
const jobs = [
  ...inSession,
  passingFault("late-apply"),
  passingFault("lock"),
  passingFault("bulk-failed"),
  { name: "bulk-stuck", rule: { fault: "bulk-stuck", milliseconds: 60_000 }, isPermanent: false },
];
const collections = [
  ...writes,
  items,
  { name: "partial", rule: { fault: "partial", rows: 1 }, isPermanent: false },
  ...itemRefusals,
];

const MOST_RECORDS = 200;

/** For a collection; of deletions, one row is tried. */
export function rowsOf({ method, url: { pathname }, body }: SentRequest): Rows | undefined {
  if (method === "GET" || !/\/composite\/sobjects(\/|$)/.test(pathname)) return undefined;
  const { records }: { readonly records?: unknown } = Object(JSON.parse(body === "" ? "{}" : body));
  return Array.isArray(records) ? { count: records.length, most: MOST_RECORDS, refusals: rowRefusals } : undefined;
}

/** The faults that suit an operation. dup-rule is not among them: other-people.ts has it as an intervention. */
export function faultsFor({ method, url: { pathname }, body }: RequestKind): readonly FaultFit[] {
  if (pathname.endsWith("/oauth2/token")) return logins;
  if (method === "GET") return reads;
  if (queriesIn(body) !== undefined) return compositeReads;
  if (pathname.includes("/jobs/")) return method === "PATCH" ? jobs : inSession;
  const ofFields = fieldRefusals(pathname, body);
  if (pathname.includes("/composite")) return [...collections, ...ofFields];
  return [...(method === "POST" ? creates : writes), ...ofFields];
}
