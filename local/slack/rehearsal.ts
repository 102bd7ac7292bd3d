import type { Rehearsal } from "../core/rehearsal.ts";

/** Any method may be called by GET, even those that write, so reads are known by name. */
const READS = ["/api/auth.test", "/api/conversations.history"];

export const rehearsal: Rehearsal = {
  isRead: ({ url }) => READS.includes(url.pathname),

  write({ url, body }, { now, writes }) {
    if (url.pathname !== "/api/chat.postMessage") return Promise.resolve(undefined);
    const { channel, text }: { readonly channel?: unknown; readonly text?: unknown } = JSON.parse(body);
    const ts = ((now + writes.length) / 1000).toFixed(6);
    return Promise.resolve({
      status: 200,
      body: { ok: true, channel, ts, message: { text, ts } },
      writes: [{ kind: "messages", id: ts, what: "created", fields: { channel, text }, before: {} }],
    });
  },
};
