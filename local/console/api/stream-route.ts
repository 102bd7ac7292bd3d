import type { Stream } from "../journal/stream.ts";
import { text } from "./json-schema.ts";
import type { StreamRoute } from "./route.ts";

export interface StreamConsole {
  readonly journal: { readonly stream: Stream };
}

const MOST_UNREAD_BYTES = 4 * 1024 * 1024;

/** A live stream of events. */
export const streamRoute: StreamRoute<StreamConsole> = {
  method: "GET",
  path: "/api/stream",
  summary: "server-sent events: row, change, delivery, fault, proof, build, reset; goes on after Last-Event-ID",
  query: {
    after: { ...text, description: "instead of Last-Event-ID, which a reconnecting page can't send" },
    only: { ...text, description: "the events that are to be told, with commas between; left out: all" },
  },
  answer: text,
  stream({ journal }, request, response) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const lastId = request.headers["last-event-id"] ?? searchParams.get("after") ?? undefined;
    const only = searchParams.get("only")?.split(",");
    const end = journal.stream.listen(
      (chunk) => {
        // A client that falls behind gets a reset instead of what it missed.
        if (response.writableLength > MOST_UNREAD_BYTES) return false;
        response.write(chunk);
        return true;
      },
      typeof lastId === "string" ? lastId : undefined,
      only && new Set(only),
    );
    response.once("close", end);
  },
};
