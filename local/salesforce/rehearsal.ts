import type { Rehearsal, RehearsalLine, RehearsedRequest, UnmadeAnswer, UnmadeWrite } from "../core/rehearsal.ts";
import { queriesIn } from "./api/operation.ts";
import { isObject } from "../core/json.ts";
import { dataPath, get, schema } from "./rehearsed.ts";
import { shownRecords } from "./shown.ts";
import { toLongId } from "./state/ids.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The org's own rules, triggers and flows are unknown: what they would refuse or add is not simulated. */
export const rehearsal: Rehearsal = {
  isRead({ method, url, body }) {
    if (method === "POST" && url.pathname === "/services/oauth2/token") return true;
    const path = dataPath({ url });
    // A GET of custom Apex may write, and so may a request that overrides its method.
    if (path === undefined || url.searchParams.has("_HttpMethod")) return false;
    return method === "GET" || (method === "POST" && path === "/composite" && queriesIn(body) !== undefined);
  },

  async write(request, line) {
    const path = dataPath(request) ?? "";
    const [, type = "", id] = /^\/sobjects\/(\w+)(?:\/(\w{15,18}))?\/?$/.exec(path) ?? [];
    const call = `${request.method} ${path.replace(/^\/sobjects\/.*/, id === undefined ? "one" : "known")}`;
    const body = request.body === "" ? {} : parsed(request.body);
    const records: readonly unknown[] = Array.isArray(body["records"]) ? body["records"] : [];
    switch (call) {
      case "POST one":
        return alone(await create(request, line, { type, fields: body, nth: 0 }), 201);
      case "PATCH known":
        return alone(await change(request, line, { type, id: id ?? "", fields: body }), 204);
      case "DELETE known":
        return { status: 204, body: "", writes: [{ kind: type, id: id ?? "", what: "deleted", fields: {} }] };
      case "POST /composite/sobjects":
        return writeEach(records, (one, nth) => create(request, line, { ...typed(one), nth }));
      case "PATCH /composite/sobjects":
        return writeEach(records, (one) =>
          change(request, line, { ...typed(one), id: isObject(one) ? String(one["id"]) : "" }),
        );
      default:
        return undefined;
    }
  },

  /** By id or key, a record just created is visible at once. A query would see it seconds later; here it does not. */
  async reread({ method, url }, { writes }) {
    const [, type, key = "", value] = /^\/sobjects\/(\w+)\/(\w+)(?:\/([^/]+))?$/.exec(dataPath({ url }) ?? "") ?? [];
    const isIt = ({ kind, id, fields }: UnmadeWrite) =>
      kind === type && (value === undefined ? id === key : fields[key] === decodeURIComponent(value));
    const created = method === "GET" ? writes.find((one) => one.what === "created" && isIt(one)) : undefined;
    if (created === undefined) return undefined;
    const fields = heldBy(created.id, writes);
    const asked = url.searchParams.get("fields")?.split(",") ?? Object.keys(fields);
    const body = Object.fromEntries(asked.map((name) => [name, fields[name] ?? emptyOf(created.kind, name)]));
    return { status: 200, body: { attributes: { type }, ...body, Id: created.id }, writes: [] };
  },
  shown: shownRecords,
};

type Done =
  | { readonly write: UnmadeWrite }
  | { readonly refused: { readonly code: string; readonly message: string; readonly status: number } };

/** Refused if a record has the key already, as by the org's unique index. */
async function create(
  request: RehearsedRequest,
  line: RehearsalLine,
  { type, fields, nth }: { readonly type: string; readonly fields: Fields; readonly nth: number },
): Promise<Done> {
  for (const { name, externalId } of schema.type(type)?.unique ?? []) {
    const value = fields[name];
    if (externalId !== true || typeof value !== "string") continue;
    const holder = await holderOf(request, line, { type, name, value });
    if (holder === undefined) continue;
    const message = `duplicate value found: ${name} duplicates value on record with id: ${holder.slice(0, 15)}`;
    return { refused: { code: "DUPLICATE_VALUE", message, status: 400 } };
  }
  return { write: { kind: type, id: unmadeId(type, line.writes.length + nth), what: "created", fields, before: {} } };
}

async function holderOf(
  request: RehearsedRequest,
  { read, writes }: RehearsalLine,
  { type, name, value }: { readonly type: string; readonly name: string; readonly value: string },
): Promise<string | undefined> {
  const own = writes.find((one) => one.kind === type && one.fields[name] === value);
  if (own !== undefined) return own.id;
  const { status, body } = await read(get(request, `/sobjects/${type}/${name}/${encodeURIComponent(value)}?fields=Id`));
  const id = status === 200 ? parsed(body)["Id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

async function change(
  request: RehearsedRequest,
  { read, writes }: RehearsalLine,
  { type, id, fields }: { readonly type: string; readonly id: string; readonly fields: Fields },
): Promise<Done> {
  const write = { kind: type, id, what: "changed" as const, fields };
  if (writes.some((one) => one.id === id && one.what === "created"))
    return { write: { ...write, before: heldBy(id, writes) } };
  const { status, body } = await read(get(request, `/sobjects/${type}/${id}?fields=${Object.keys(fields).join(",")}`));
  if (status === 404)
    return { refused: { code: "NOT_FOUND", message: "The requested resource does not exist", status } };
  return { write: { ...write, before: status === 200 ? { ...parsed(body), ...heldBy(id, writes) } : undefined } };
}

/** What this event has written to it so far. */
function heldBy(id: string, writes: readonly UnmadeWrite[]): Fields {
  return Object.assign({}, ...writes.filter((one) => one.id === id).map(({ fields }) => fields));
}

function alone(done: Done, status: number): UnmadeAnswer {
  if ("write" in done)
    return {
      status,
      body: status === 204 ? "" : { id: done.write.id, success: true, errors: [] },
      writes: [done.write],
    };
  const { code: errorCode, message, status: refused } = done.refused;
  return { status: refused, body: [{ errorCode, message, fields: [] }], writes: [] };
}

/** Each record succeeds or is refused by itself. */
async function writeEach(
  records: readonly unknown[],
  one: (record: unknown, nth: number) => Promise<Done>,
): Promise<UnmadeAnswer> {
  const all = await Array.fromAsync(records, one);
  const body = all.map((done) =>
    "write" in done
      ? { id: done.write.id, success: true, errors: [] }
      : { success: false, errors: [{ statusCode: done.refused.code, message: done.refused.message, fields: [] }] },
  );
  return { status: 200, body, writes: all.flatMap((done) => ("write" in done ? [done.write] : [])) };
}

function typed(record: unknown): { readonly type: string; readonly fields: Fields } {
  const { attributes, id: _, ...fields } = isObject(record) ? record : {};
  return { type: isObject(attributes) ? String(attributes["type"]) : "", fields };
}

/** Has the object's prefix but no server's number. */
function unmadeId(type: string, nth: number): string {
  const short = `${schema.type(type)?.prefix ?? "000"}UNMADE${String(nth + 1).padStart(6, "0")}`;
  return toLongId(short) ?? short;
}

/** A new record's value of a field that nobody has set. */
function emptyOf(type: string, name: string): unknown {
  const field = schema.type(type)?.field(name);
  return field?.initially ?? (field?.kind === "boolean" ? false : null);
}

function parsed(text: string): Fields {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}
