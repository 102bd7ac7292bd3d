import type { RecordIdentity, RequestKind } from "../../core/system.ts";

/** Profiles alone have an id of customer.io's own; what was sent is told by what it holds. */
export function recordOf(kind: string, record: unknown): RecordIdentity | undefined {
  if (kind !== "people") return undefined;
  const [id, name] = ["cio_id", "email"].map((field): unknown => Reflect.get(Object(record), field));
  return { id: String(id), name: typeof name === "string" ? name : undefined };
}

/** Requests are limited and not billed, e-mails are billed: https://docs.customer.io/api/track/ */
export function costOf({ method, url: { pathname } }: RequestKind): Readonly<Record<string, number>> {
  if (pathname.startsWith("/api/")) return { "Track API requests (1,000 a second)": 1 };
  return {
    "App API requests (10 a second)": 1,
    ...(method === "POST" && pathname === "/v1/send/email" ? { "e-mails": 1 } : {}),
  };
}
