import { membersOf, objectsIn } from "../../../runtime/objects.ts";
import type { Caller } from "../../outgoing/exchange.ts";
import { typeIn, typeOf } from "./answers.ts";
import { isId } from "./ids.ts";
import { readRefusal } from "./refusal.ts";
import { malformedAnswer, refusalOfQuestion } from "./errors.ts";
import { API_VERSION, type Org, request, type RestAnswer } from "./rest.ts";
import { inChunks } from "./soql.ts";

/** A record as returned, with its id checked. */
export interface OrgRecord {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** SOQL that asks for Id. */
export interface Query {
  readonly text: string;
  /** Also finds what is in the recycle bin: deleted records, and those merged into another. */
  readonly withDeleted?: boolean;
}

/** An endless answer is an error; nobody has this many records with one e-mail. */
const MOST_ROWS = 50_000;

/** At most this many of a composite's 25 parts may be queries. */
const MOST_QUERIES = 5;

const TOGETHER = "POST /composite";

/**
 * All rows of each query, in order. The queries are sent in one call, which counts once towards the day's allowance,
 * and run one after another: a later query sees what an earlier one has missed.
 */
export async function ask(org: Org, caller: Caller, queries: readonly Query[]): Promise<OrgRecord[][]> {
  const found: OrgRecord[][] = [];
  for (const chunk of inChunks(queries, MOST_QUERIES)) found.push(...(await askTogether(org, caller, chunk)));
  return found;
}

async function askTogether(org: Org, caller: Caller, queries: readonly Query[]): Promise<OrgRecord[][]> {
  const [only] = queries;
  if (only !== undefined && queries.length === 1) return [await askAlone(org, caller, only)];
  const answer = await request(org, caller, {
    method: "POST",
    path: "/composite",
    operation: TOGETHER,
    body: {
      compositeRequest: queries.map((query, index) => ({
        method: "GET",
        url: `/services/data/v${API_VERSION}${pathOf(query)}`,
        referenceId: referenceOf(index),
      })),
    },
  });
  const { status, body } = accepted(answer);
  const parts = objectsIn(membersOf(body)["compositeResponse"]);
  for (const { httpStatusCode, body: data } of parts) checkPart(caller, httpStatusCode, data);
  const isWhole = parts.length === queries.length && parts.every((part, i) => part["referenceId"] === referenceOf(i));
  if (!isWhole) throw malformedAnswer(TOGETHER, status);
  const found: OrgRecord[][] = [];
  for (const [index, query] of queries.entries())
    found.push(await readPages(org, caller, { query, operation: TOGETHER, status, body: parts[index]?.["body"] }));
  return found;
}

/** Each part is refused separately, under a 200 for the whole. */
function checkPart({ log }: Caller, status: unknown, data: unknown): void {
  if (typeof status !== "number") throw malformedAnswer(TOGETHER, 200);
  if (status < 300) return;
  const refusal = readRefusal({ status, operation: TOGETHER, data });
  log.warning("call refused", { system: "salesforce", operation: TOGETHER, status, reason: refusal.code });
  throw refusalOfQuestion(refusal);
}

function referenceOf(index: number): string {
  return `query${index}`;
}

async function askAlone(org: Org, caller: Caller, query: Query): Promise<OrgRecord[]> {
  const operation = `GET ${pathOf(query).split("?", 1).join()}`;
  const { status, body } = accepted(await request(org, caller, { method: "GET", path: pathOf(query), operation }));
  return readPages(org, caller, { query, operation, status, body });
}

function pathOf({ text, withDeleted = false }: Query): string {
  return `/${withDeleted ? "queryAll" : "query"}?q=${encodeURIComponent(text)}`;
}

interface FirstPage {
  readonly query: Query;
  readonly operation: string;
  readonly status: number;
  readonly body: unknown;
}

async function readPages(org: Org, caller: Caller, first: FirstPage): Promise<OrgRecord[]> {
  const rows: OrgRecord[] = [];
  const type = typeIn(first.query.text) ?? "";
  let { operation, status, body } = first;
  for (;;) {
    const page = toPage(body, type);
    if (page === undefined || rows.length > MOST_ROWS) throw malformedAnswer(operation, status);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    operation = "GET /query/{locator}";
    ({ status, body } = accepted(await request(org, caller, { method: "GET", path: page.next, operation })));
  }
}

/** @throws DeliveryError if refused. */
export function accepted(answer: RestAnswer): Exclude<RestAnswer, { readonly refusal: object }> {
  if (answer.refusal !== undefined) throw refusalOfQuestion(answer.refusal);
  return answer;
}

interface Page {
  readonly rows: readonly OrgRecord[];
  readonly next: string | undefined;
}

function toPage(body: unknown, type: string): Page | undefined {
  const { records, done, nextRecordsUrl } = membersOf(body);
  if (!Array.isArray(records)) return undefined;
  const rows = records.map((record) => toRecord(record, type)).filter((row) => row !== undefined);
  if (rows.length !== records.length) return undefined;
  if (done === true) return { rows, next: undefined };
  // Only a path in the same org: our token is sent there.
  const isLocator =
    typeof nextRecordsUrl === "string" && /^\/services\/data\/v[\d.]+\/query(?:All)?\/[\w-]+$/.test(nextRecordsUrl);
  return isLocator ? { rows, next: nextRecordsUrl } : undefined;
}

/** Also undefined for another object's record: the answer to another call. */
export function toRecord(value: unknown, type: string): OrgRecord | undefined {
  const fields = membersOf(value);
  if (![type.toLowerCase(), undefined].includes(typeOf(value))) return undefined;
  return isId(fields["Id"]) ? { id: fields["Id"], fields } : undefined;
}
