import { commonFaults } from "../../core/faults.ts";
import type { RequestKind, FaultFit } from "../../core/system.ts";
import { itemRefusals, readRefusals, writeRefusals } from "./refusals.ts";

const fit = (name: string): FaultFit => ({ name, rule: { fault: name }, isPermanent: false });

/** What calls of other kinds are answered with, as a proxy or a cache that mixes answers up would. */
const PAGE = {
  totalSize: 1,
  done: true,
  records: [{ attributes: { type: "Campaign" }, Id: "701000000000AAAAAQ", Email: null }],
};
const CREATED = { id: "701000000000AAAAAQ", success: true, errors: [] };

const other = (name: string, body: unknown): FaultFit => ({
  name: `other-200: ${name}`,
  rule: { fault: "other-200", body },
  isPermanent: false,
});
const page = other("another query's", PAGE);
const created = other("another record's", CREATED);
const items = other("another collection's", [CREATED]);
const nothing = fit("other-200");

const anywhere = Object.keys(commonFaults)
  .filter((name) => !["late-apply", "other-200"].includes(name))
  .map(fit);
const inSession = [
  ...anywhere,
  nothing,
  ...["401-once", "401-forever", "403-concurrent", "403-daily", "token-400"].map(fit),
];
const logins = [...anywhere, fit("token-400"), nothing, page];
const reads = [...inSession, created, page, ...readRefusals];
const writes = [...inSession, fit("late-apply"), fit("lock"), page, created, ...writeRefusals];
const creates = [...writes, fit("delay-visibility")];
const collections = [
  ...writes,
  items,
  { name: "partial", rule: { fault: "partial", rows: 1 }, isPermanent: false },
  ...itemRefusals,
];

/** The faults that make sense for an operation. dup-rule is a person's doing: other-people.ts has it. */
export function faultsFor({ method, url: { pathname } }: RequestKind): readonly FaultFit[] {
  if (pathname.endsWith("/oauth2/token")) return logins;
  if (method === "GET") return reads;
  if (pathname.includes("/composite")) return collections;
  return method === "POST" ? creates : writes;
}
