import type { RequestKind } from "../../core/requests.ts";
import { isObject, parseObject } from "../../core/json.ts";

const DATA = /^\/services\/data\/v[\d.]+/;

/** Queries share one path, so their operation includes the object, also for the queries of one composite call. */
export function operationOf({ method, url, body }: RequestKind): string {
  const path = decodeURIComponent(url.pathname)
    .replace(DATA, "")
    .replace(/^(\/sobjects\/\w+\/\w+__c)\/.*$/, "$1/{value}")
    .replaceAll(/\/[A-Za-z0-9]{15}(?:[A-Z0-5]{3})(?=\/|$)/g, "/{id}")
    .replace(/^\/query\/[\w-]+$/, "/query/{locator}");
  const objects = path === "/composite" ? (queriesIn(body) ?? []).map(objectIn) : [objectIn(url)];
  return [`${method} ${path}`, ...objects].filter((word) => word !== undefined).join(" ");
}

/** The URLs of a composite call's queries; undefined if it makes any other call. */
export function queriesIn(body: string | undefined): readonly URL[] | undefined {
  const parts = partsIn(body);
  const queries = parts.flatMap((part) => {
    const url = isObject(part) && part["method"] === "GET" ? queryAddress(part["url"]) : undefined;
    return url === undefined ? [] : [url];
  });
  return queries.length > 0 && queries.length === parts.length ? queries : undefined;
}

function partsIn(body: string | undefined): readonly unknown[] {
  if (body === undefined || body === "") return [];
  const { compositeRequest } = parseObject(body) ?? {};
  return Array.isArray(compositeRequest) ? compositeRequest : [];
}

function queryAddress(address: unknown): URL | undefined {
  const url = typeof address === "string" ? URL.parse(address, "https://composite.invalid") : null;
  return url !== null && /\/query(?:All)?\/?$/.test(url.pathname) ? url : undefined;
}

function objectIn({ searchParams }: URL): string | undefined {
  return /\bFROM\s+(\w+)/i.exec(searchParams.get("q") ?? "")?.[1];
}
