import type { Answer } from "../../core/system.ts";
import { applyFault } from "../../core/faults.ts";
import type { FaultRule, Faults } from "../../core/faults.ts";
import { Refusal } from "./errors.ts";
import { loginRefused } from "./login.ts";
import type { createLogin } from "./login.ts";
import type { Org } from "../state/org.ts";
import type { Queries } from "./query.ts";
import { route } from "./rest.ts";
import { readPath } from "./rest-call.ts";
import type { Reply } from "./rest-call.ts";
import type { Quota } from "./quota.ts";
import type { Sessions } from "./sessions.ts";
import type { Transaction } from "../state/transaction.ts";
import { refusalOf, salesforceFaults, sessionExpired, toRowFault } from "../proof/vendor-faults.ts";

/** All that HTTP requests act on. */
export interface Server {
  readonly org: Org;
  readonly queries: Queries;
  readonly sessions: Sessions;
  readonly quota: Quota;
  readonly login: ReturnType<typeof createLogin>;
  readonly faults: Faults | undefined;
  /** Where the org says it is; undefined: where the request found it. */
  readonly url: string | undefined;
  /** Logins to refuse, and whether calls are refused for good: what faults have left behind. */
  readonly broken: { logins: number; calls: boolean };
}

/** [U] whether the vendor answers 414 or 431; a query with 250 e-mails in it comes near. */
const LONGEST_URL = 16_384;
const TOKEN_PATH = "/services/oauth2/token";
const FIRST_VERSION_WITH_DUPLICATE_HEADER = 52;

/** The org as a function from request to response, faults included. */
export function createAnswer(server: Server): Answer {
  const { faults, org } = server;
  return (request) => {
    const url = new URL(request.url);
    const rule = faults?.take("salesforce", { method: request.method, path: url.pathname });
    const isCommon = rule !== undefined && !Object.hasOwn(salesforceFaults, rule.fault);
    return isCommon
      ? applyFault(rule, request, (struck) => answer(server, struck, url, undefined), org.clock)
      : answer(server, request, url, rule);
  };
}

async function answer(server: Server, request: Request, url: URL, rule: FaultRule | undefined): Promise<Response> {
  if (request.url.length > LONGEST_URL) return toResponse({ status: 414 });
  if (url.pathname === TOKEN_PATH) return toResponse(await answerLogin(server, request, url, rule));
  try {
    return toResponse(await answerCall(server, request, url, rule), server.quota.usage());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return toResponse({ status: error.status, body: error.toBody() }, server.quota.usage());
  }
}

async function answerLogin(
  { login, broken, url: own }: Server,
  request: Request,
  url: URL,
  rule: FaultRule | undefined,
): Promise<Reply> {
  const form = new URLSearchParams(await request.text());
  if (rule?.fault !== "token-400" && broken.logins === 0) return login(form, own ?? url.origin);
  if (rule?.fault !== "token-400") broken.logins -= 1;
  return loginRefused("invalid_grant", "user hasn't approved this consumer");
}

async function answerCall(server: Server, request: Request, url: URL, rule: FaultRule | undefined): Promise<Reply> {
  const { org, queries, quota } = server;
  const text = request.body === null ? "" : await request.text();
  checkSession(server, request.headers.get("authorization") ?? "", rule);
  const { version, segments, params } = readPath(url.pathname + url.search);
  quota.use();
  const refusal = rule && refusalOf(rule.fault);
  if (refusal !== undefined) throw refusal;
  const transaction = openTransaction(org, version, request.headers, rule);
  try {
    return await route({ org, queries, transaction, method: request.method, segments, params, body: readBody(text) });
  } finally {
    transaction.holder.release();
  }
}

function checkSession({ sessions, broken, faults }: Server, authorization: string, rule: FaultRule | undefined): void {
  const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? "";
  if (rule?.fault === "401-once" || rule?.fault === "token-400") sessions.end(token);
  if (rule?.fault === "token-400") broken.logins += 1;
  if (rule?.fault === "401-forever" && rule.times === undefined) broken.calls = true;
  if (broken.calls) broken.calls = faults?.list().some(({ fault }) => fault === "401-forever") === true;
  if (broken.calls || !sessions.use(token)) throw sessionExpired();
}

function openTransaction(org: Org, version: number, headers: Headers, rule: FaultRule | undefined): Transaction {
  const wantsDuplicates = /allowSave\s*=\s*true/i.test(headers.get("sforce-duplicate-rule-header") ?? "");
  return {
    version,
    savesDuplicates: wantsDuplicates && version >= FIRST_VERSION_WITH_DUPLICATE_HEADER,
    undo: [],
    holder: org.locks.open(),
    fault: rule && toRowFault(rule),
  };
}

function readBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      "JSON_PARSER_ERROR",
      `${error instanceof Error ? error.message : "Unexpected character"} at [line:1, column:1]`,
    );
  }
}

function toResponse({ status, body, headers }: Reply, usage?: string): Response {
  const all = {
    ...(usage !== undefined && { "sforce-limit-info": usage }),
    ...(body !== undefined && { "content-type": "application/json;charset=UTF-8" }),
    ...headers,
  };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all });
}
