import type { Read, Rehearsal, RehearsalLine, RehearsedRequest, UnmadeAnswer } from "../core/rehearsal.ts";
import { isObject } from "../core/json.ts";

/** A Track API path: the person, and whether it is about events. */
const TRACK = /^\/api\/v1\/customers\/([^/]+)(\/events)?$/;

const ATTRIBUTES = /^\/v1\/customers\/([^/]+)\/attributes$/;

/** Reads lag seconds behind writes, so none sees the simulated ones. */
export const rehearsal: Rehearsal = {
  isRead: ({ method, url: { pathname } }) =>
    pathname.startsWith("/v1/") && (method === "GET" || (method === "POST" && pathname === "/v1/customers")),

  async write(request, line) {
    const [, encoded, events] = TRACK.exec(request.url.pathname) ?? [];
    if (encoded === undefined) return undefined;
    const person = decodeURIComponent(encoded);
    const body: unknown = JSON.parse(request.body);
    const fields = isObject(body) ? body : {};
    if (request.method === "PUT" && events === undefined) return identify(line, person, fields);
    if (request.method === "POST" && events !== undefined) return track(person, fields);
    return undefined;
  },

  shown(reads) {
    const people = new Map(reads.flatMap(personIn));
    return Promise.resolve(people.size === 0 ? {} : { people: [...people.values()] });
  },
};

/** Values older than the existing ones change nothing. */
async function identify(
  line: RehearsalLine,
  person: string,
  { _timestamp: at, ...fields }: Readonly<Record<string, unknown>>,
): Promise<UnmadeAnswer> {
  const customer = await readCustomer(line, person);
  const { attributes, timestamps } = customer === "unknown" ? {} : (customer ?? {});
  const held = isObject(attributes) ? attributes : {};
  const times = isObject(timestamps) ? timestamps : {};
  const isNewer = (field: string) => !(Number(times[field]) > Number(at));
  const taken = Object.entries(fields).filter(([field]) => isNewer(field));
  const own = line.writes.filter(({ id, kind }) => kind === "people" && id === person).map((one) => one.fields);
  const before = customer === "unknown" ? undefined : { ...held, ...Object.assign({}, ...own) };
  const what = customer === undefined && own.length === 0 ? "created" : "changed";
  return answer({ kind: "people", id: person, what, fields: Object.fromEntries(taken), before });
}

function track(person: string, { id, name, data }: Readonly<Record<string, unknown>>): UnmadeAnswer {
  const fields = { name, person, ...(isObject(data) ? data : {}) };
  return answer({ kind: "events", id: String(id), what: "created", fields, before: {} });
}

function answer(write: UnmadeAnswer["writes"][number]): UnmadeAnswer {
  return { status: 200, body: {}, writes: [write] };
}

/** Undefined if there is nobody with this address. */
async function readCustomer(
  { read, settings }: RehearsalLine,
  person: string,
): Promise<Readonly<Record<string, unknown>> | "unknown" | undefined> {
  const path = `/v1/customers/${encodeURIComponent(person)}/attributes?id_type=email`;
  const request: RehearsedRequest = {
    method: "GET",
    url: new URL(path, settings["CUSTOMERIO_APP_URL"]),
    headers: { authorization: `Bearer ${settings["CUSTOMERIO_APP_KEY"]}` },
    body: "",
  };
  const { status, body } = await read(request);
  if (status === 404) return undefined;
  const answered: unknown = status === 200 ? JSON.parse(body) : undefined;
  return isObject(answered) && isObject(answered["customer"]) ? answered["customer"] : "unknown";
}

function personIn({ request, answer: body }: Read): [email: string, person: object][] {
  const [, encoded] = ATTRIBUTES.exec(request.url.pathname) ?? [];
  const { customer }: { readonly customer?: unknown } = Object(body);
  if (encoded === undefined || !isObject(customer)) return [];
  const { id, attributes, timestamps } = customer;
  const { email: _, id: __, cio_id: ___, ...told } = isObject(attributes) ? attributes : {};
  const own = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, truthIn(value)]));
  const times = Object.entries(isObject(timestamps) ? timestamps : {}).filter(([name]) => name in own);
  const email = decodeURIComponent(encoded);
  return [[email, { ...(id !== "" && { id }), email, attributes: own, timestamps: Object.fromEntries(times) }]];
}

/** Booleans and numbers are returned as text; only booleans are unambiguous. */
function truthIn(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}
