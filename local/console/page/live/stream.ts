import type { StreamEvents } from "../../contract/stream.ts";

export type Connection = "connecting" | "connected" | "lost";

type Listener<Told> = (told: Told) => void;

const AGAIN_MS = 1000;
const names = [
  "hello",
  "row",
  "change",
  "delivery",
  "fault",
  "handler",
  "proof",
  "replay",
  "build",
  "reset",
] as const satisfies (keyof StreamEvents)[];

const listeners = new Map<keyof StreamEvents, Set<Listener<unknown>>>(names.map((name) => [name, new Set()]));
const resumed = new Set<() => void>();
const watchers = new Set<Listener<Connection>>();
let connection: Connection = "connecting";
/** Of the last event received; a new stream resumes after it. */
let lastId = "";
let source: EventSource | undefined;
/** The events that the open stream sends. */
let told = "";
let adjusting: number | undefined;

/** Returns a function that unsubscribes. */
export function listen<Name extends keyof StreamEvents>(
  name: Name,
  listener: Listener<StreamEvents[Name]>,
): () => void {
  const set = listeners.get(name);
  const general = listener as Listener<unknown>; // each listener receives its own event's type
  set?.add(general);
  adjust();
  return () => {
    set?.delete(general);
    adjust();
  };
}

/** Called when the connection returns: what failed to load meanwhile must be loaded again. Missed events are resent. */
export function onResume(listener: () => void): () => void {
  resumed.add(listener);
  return () => void resumed.delete(listener);
}

export function watchConnection(watcher: Listener<Connection>): () => void {
  watchers.add(watcher);
  watcher(connection);
  return () => void watchers.delete(watcher);
}

/** Opens the page's only stream, and reopens it as long as the page is open. */
export function openStream(): void {
  source?.close();
  told = wanted();
  // A new EventSource sends no Last-Event-ID, so the query has it.
  const query = new URLSearchParams({ only: told, ...(lastId !== "" && { after: lastId }) });
  const opened = new EventSource(`/api/stream?${query}`);
  source = opened;
  opened.addEventListener("open", () => {
    if (connection === "lost") for (const listener of resumed) listener();
    change("connected");
  });
  // The browser's own retries slow down, and stop at an answer that is not a stream.
  opened.addEventListener("error", () => {
    opened.close();
    change("lost");
    window.setTimeout(openStream, AGAIN_MS);
  });
  for (const name of names)
    opened.addEventListener(name, ({ data, lastEventId }) => {
      lastId = lastEventId;
      tell(name, data);
    });
}

/** The subscribed events: others need not be serialised, sent and parsed. */
function wanted(): string {
  return names.filter((name) => (listeners.get(name)?.size ?? 0) > 0).join();
}

/** Once for all of a view's changes. Before the first message, a new stream would have no position. */
function adjust(): void {
  adjusting ??= window.setTimeout(() => {
    adjusting = undefined;
    if (lastId !== "" && connection === "connected" && wanted() !== told) openStream();
  });
}

function tell(name: keyof StreamEvents, data: string): void {
  const parsed: unknown = JSON.parse(data);
  for (const listener of listeners.get(name) ?? []) listener(parsed);
  if (name === "hello") adjust();
}

function change(to: Connection): void {
  if (connection === to) return;
  connection = to;
  for (const watcher of watchers) watcher(to);
}
