import type { RequestKind } from "../../core/requests.ts";

/** Requests are rate-limited but free; e-mails are billed: https://docs.customer.io/api/track/ */
export function costOf({ method, url: { pathname } }: RequestKind): Readonly<Record<string, number>> {
  if (pathname.startsWith("/api/")) return { "Track API requests (1,000 a second)": 1 };
  return {
    "App API requests (10 a second)": 1,
    ...(method === "POST" && pathname === "/v1/send/email" ? { "e-mails": 1 } : {}),
  };
}
