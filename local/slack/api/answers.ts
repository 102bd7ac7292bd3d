export const taken = (body: object) => Response.json({ ok: true, ...body });

/** Slack refuses with status 200. */
export const refused = (error: string, more: object = {}) => Response.json({ ok: false, error, ...more });

export function rateLimited(seconds: number): Response {
  return Response.json(
    { ok: false, error: "ratelimited" },
    { status: 429, headers: { "retry-after": String(seconds) } },
  );
}
