import { type Recall, spellRequest } from "../../core/recall.ts";
import type { Answer } from "../../core/system.ts";
import { applyFault } from "../../core/apply-fault.ts";
import { readUrl } from "../../core/remembering.ts";
import type { FaultRule, Faults } from "../../core/faults.ts";
import { instanceMoved, notFound, passwordExpired, Refusal } from "../state/refusal.ts";
import { loginRefused } from "./login.ts";
import type { createLogin } from "./login.ts";
import type { Org } from "../state/org.ts";
import type { Queries } from "./query.ts";
import { answerRest, toReply, toResponse } from "./rest.ts";
import { type Reply, versionIn } from "./rest-call.ts";
import type { Quota } from "./quota.ts";
import type { Sessions } from "./sessions.ts";
import type { Transaction } from "../state/transaction.ts";
import { refusalOf, salesforceFaults, sessionExpired, toRowFault } from "../proof/faults.ts";

/** Everything that HTTP requests act on. */
interface Server {
  readonly org: Org;
  readonly queries: Queries;
  readonly sessions: Sessions;
  readonly quota: Quota;
  readonly login: ReturnType<typeof createLogin>;
  readonly faults?: Faults | undefined;
  /** The org's own URL; default: the one the request was sent to. */
  readonly url?: string | undefined;
  readonly recall?: Recall;
  /** Persistent results of faults: logins to refuse, and whether all calls are refused. */
  readonly broken: { logins: number; calls: boolean };
}

/**
 * Limit of the URL (414), and of URL and headers together (431). A query with 250 e-mails comes near it:
 * https://help.salesforce.com/s/articleView?id=000386264
 */
const LONGEST_REQUEST = 16_384;
const FIRST_VERSION_WITH_DUPLICATE_HEADER = 52;

/** The org as a function from request to response, with faults. */
export function createAnswer(server: Server): Answer {
  const { faults, org } = server;
  return async (request) => {
    const path = readUrl(request.url).pathname;
    // Clients post queries to it; rules for other parts must name them.
    const isRead = path.endsWith("/composite");
    const rule = faults?.take("salesforce", { method: request.method, path, isRead }, isSeenAtOnce);
    const isCommon = rule !== undefined && !Object.hasOwn(salesforceFaults, rule.fault);
    return isCommon
      ? applyFault(rule, request, (struck) => answerRequest(server, struck), org.clock)
      : answerRequest(server, request, rule);
  };
}

function refusedLength({ url, headers }: Request): 414 | 431 | undefined {
  if (url.length > LONGEST_REQUEST) return 414;
  if (url.length < LONGEST_REQUEST / 2) return undefined; // no client's headers are that long
  const length = [...headers].reduce((sum, [name, value]) => sum + name.length + value.length, url.length);
  return length > LONGEST_REQUEST ? 431 : undefined;
}

async function answerRequest(server: Server, request: Request, rule?: FaultRule): Promise<Response> {
  const tooLong = refusedLength(request);
  if (tooLong !== undefined) return toResponse({ status: tooLong });
  const { pathname, origin } = readUrl(request.url);
  if (pathname === "/services/oauth2/token" && request.method === "POST")
    return toResponse(answerLogin(server, new URLSearchParams(await request.text()), origin, rule));
  if (!/^\/services\/data(?:\/|$)/.test(pathname)) return toResponse(toReply(notFound()));
  const response = await answerCall(server, request, rule).catch((error: unknown) => {
    if (error instanceof Refusal) return toResponse(toReply(error));
    throw error;
  });
  response.headers.set("sforce-limit-info", server.quota.usage());
  return request.method === "HEAD" ? new Response(null, response) : response;
}

function answerLogin(
  { login, broken, url }: Server,
  form: URLSearchParams,
  origin: string,
  rule: FaultRule | undefined,
): Reply {
  if (rule?.fault !== "token-400" && broken.logins === 0) return login(form, url ?? origin);
  if (rule?.fault !== "token-400") broken.logins -= 1;
  return loginRefused("invalid_grant", "user hasn't approved this consumer");
}

async function answerCall(server: Server, request: Request, rule: FaultRule | undefined): Promise<Response> {
  const { org, queries, quota } = server;
  checkSession(server, request.headers.get("authorization") ?? "", rule);
  const version = versionIn(readUrl(request.url).pathname);
  quota.use();
  const refusal = rule && refusalOf(rule.fault);
  if (refusal !== undefined) throw refusal;
  const answer = async () => {
    const transaction = openTransaction(server, version, request.headers, rule);
    try {
      return await answerRest(request, { org, queries, quota, transaction });
    } finally {
      transaction.holder.release();
    }
  };
  return server.recall === undefined ? answer() : server.recall(await recallKeyOf(request, rule), answer);
}

/** Headers read after the session is checked. */
const DECISIVE = ["content-type", "if-unmodified-since", "sforce-auto-assign", "sforce-duplicate-rule-header"];

/**
 * Everything that determines an answer besides the org's records. Undefined for faults that count rows and for limits,
 * which count calls.
 */
async function recallKeyOf(request: Request, rule: FaultRule | undefined): Promise<string | undefined> {
  if (rule !== undefined || request.url.endsWith("/limits")) return undefined;
  return spellRequest(request, DECISIVE);
}

function checkSession(
  { org, sessions, broken, faults }: Server,
  authorization: string,
  rule: FaultRule | undefined,
): void {
  const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? "";
  if (rule?.fault === "401-once" || rule?.fault === "token-400") sessions.end(token);
  if (rule?.fault === "token-400") broken.logins += 1;
  if (rule?.fault === "401-forever" && rule.times === undefined) broken.calls = true;
  if (broken.calls) broken.calls = faults?.list().some(({ fault }) => fault === "401-forever") === true;
  const session = broken.calls ? false : sessions.use(token);
  if (session === "moved") throw instanceMoved();
  if (!session) throw sessionExpired();
  if (org.settings.passwordExpired) throw passwordExpired();
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** A fault with a target counts as a hit only once it has found it. */
function isSeenAtOnce(rule: FaultRule): boolean {
  return toRowFault(rule, () => {}) === undefined;
}

function openTransaction(
  { org, faults }: Server,
  version: number,
  headers: Headers,
  rule: FaultRule | undefined,
): Transaction {
  const wantsDuplicates = /allowSave\s*=\s*true/i.test(headers.get("sforce-duplicate-rule-header") ?? "");
  const since = headers.get("if-unmodified-since");
  return {
    version,
    ...(since !== null && { unmodifiedSince: Date.parse(since) }),
    savesDuplicates: wantsDuplicates && version >= FIRST_VERSION_WITH_DUPLICATE_HEADER,
    assigns: !/^\s*false\s*$/i.test(headers.get("sforce-auto-assign") ?? ""),
    undo: [],
    holder: org.locks.open(),
    fault:
      rule &&
      toRowFault(
        rule,
        once(() => faults?.hit(rule)),
      ),
  };
}
