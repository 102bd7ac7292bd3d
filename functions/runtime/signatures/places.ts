import { parseJson } from "../reading/json.ts";
import { attempt, type Place, type SentRequest } from "./scheme.ts";
import { membersOf } from "../objects.ts";

interface HeaderOptions {
  /** Precedes each value, in any case: `sha256=`. */
  readonly prefix?: string;
  readonly separator?: string;
}

/** Between header lines of the same name, as Node joins them. */
const BETWEEN_LINES = ", ";

/** A header that may be sent several times, by its lower-case name, or several names of which a sender uses one. */
export function header(name: string | readonly string[], { prefix = "", separator }: HeaderOptions = {}): Place {
  const names = typeof name === "string" ? [name] : name;
  const between = separator === undefined ? [BETWEEN_LINES] : [BETWEEN_LINES, separator];
  return {
    headers: names,
    read: ({ headers }) =>
      names
        .flatMap((one) => split(headers[one] ?? "", between))
        .filter((value) => value.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase())
        .map((value) => value.slice(prefix.length).trim()),
    write: (value, request) => withHeader(request, names[0] ?? "", prefix + value),
  };
}

function split(text: string, separators: readonly string[]): readonly string[] {
  return separators.reduce<readonly string[]>((parts, one) => parts.flatMap((part) => part.split(one)), [text]);
}

/**
 * A single-valued header that is read as it is, including commas. Meant for ids: the event's id is taken from the same
 * header, so what is verified must be exactly that text, or an old delivery could be repeated under a new id.
 */
export function wholeHeader(...names: readonly string[]): Place {
  return {
    headers: names,
    read: ({ headers }) => names.map((name) => headers[name] ?? ""),
    write: (value, request) => withHeader(request, names[0] ?? "", value),
  };
}

/** A key-value pair in a header that lists several: `t=…,v1=…,v1=…`. */
export function pair(name: string, key: string, separator: "," | ";" = ","): Place {
  const start = `${key}=`;
  return {
    headers: [name],
    read: ({ headers }) =>
      (headers[name] ?? "")
        .split(/[,;]/) // a comma also separates lines
        .map((part) => part.trim())
        .filter((part) => part.startsWith(start))
        .map((part) => part.slice(start.length)),
    write: (value, request) => withAnother(request, name, { separator, value: start + value }),
  };
}

/** The first value of a header that is a list, or the others: `TIMESTAMP,SIGNATURE,SIGNATURE`. */
export function listed(name: string, which: "first" | "others"): Place {
  return {
    headers: [name],
    read({ headers }) {
      const [first = "", ...others] = (headers[name] ?? "").split(",").map((part) => part.trim());
      return which === "first" ? [first] : others;
    },
    write: (value, request) => withAnother(request, name, { separator: ",", value }),
  };
}

function withAnother(
  request: SentRequest,
  name: string,
  { separator, value }: { readonly separator: string; readonly value: string },
): SentRequest {
  const others = request.headers[name];
  return withHeader(request, name, others === undefined ? value : others + separator + value);
}

function withHeader(request: SentRequest, name: string, value: string): SentRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

/**
 * A member of the JSON body: text or a number. This is the only place where we parse unverified data; hence only bodies
 * of at most a mebibyte and 64 levels.
 */
export function member(...path: readonly string[]): Place {
  return {
    headers: [],
    read({ body }) {
      const value = path.reduce<unknown>((object, key) => membersOf(object)[key], parsed(body));
      return [value].filter((one) => typeof one === "string" || typeof one === "number").map(String);
    },
    write: (value, request) => ({
      ...request,
      body: Buffer.from(JSON.stringify(withMember(parsed(request.body), path, value))),
    }),
  };
}

const MOST_UNVERIFIED_BYTES = 1024 * 1024;
/** Several members may be read from one body. */
const bodies = new WeakMap<Buffer, { readonly value: unknown }>();

function parsed(body: Buffer): unknown {
  const known = bodies.get(body);
  if (known !== undefined) return known.value;
  const value = body.length > MOST_UNVERIFIED_BYTES ? undefined : attempt(() => parseJson(body));
  bodies.set(body, { value });
  return value;
}

function withMember(value: unknown, [key, ...path]: readonly string[], leaf: string): unknown {
  if (key === undefined) return leaf;
  const object = membersOf(value);
  return { ...object, [key]: withMember(object[key], path, leaf) };
}

/**
 * A parameter of the URL: the last resort, for senders that neither sign nor set a header. We never log a URL, but load
 * balancers and Cloud Run do, query included: whoever may read their logs can send as this sender.
 */
export function parameter(name: string): Place {
  return {
    headers: [],
    read: ({ url }) => [...queryOf(url).getAll(name), ...asTyped(url, name)],
    write(value, request) {
      const query = queryOf(request.url);
      query.set(name, value);
      return { ...request, url: `${request.url.replace(/\?.*/, "")}?${query.toString()}` };
    },
  };
}

/**
 * Not decoded: people who paste a secret into a URL do not escape its + or %.
 * https://github.com/mattermost/mattermost-plugin-jira/issues/33
 */
function asTyped(url: string, name: string): readonly string[] {
  const start = `${name}=`;
  const members = queryIn(url).split("&");
  return members.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(queryIn(url));
}

function queryIn(url: string): string {
  const [, ...query] = url.split("?");
  return query.join("?");
}
