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
/** Of what was heard last: the stream goes on after it. */
let lastId = "";
let source: EventSource | undefined;
/** What the stream that is open tells. */
let told = "";
let adjusting: number | undefined;

/** Listens until the function that it returns is called. */
export function listen<Name extends keyof StreamEvents>(
  name: Name,
  listener: Listener<StreamEvents[Name]>,
): () => void {
  const set = listeners.get(name);
  const general = listener as Listener<unknown>; // told() gives each its own
  set?.add(general);
  adjust();
  return () => {
    set?.delete(general);
    adjust();
  };
}

/** Tells when the connection is there again: what could not be asked for meanwhile is to be asked anew. What was missed is told. */
export function onResume(listener: () => void): () => void {
  resumed.add(listener);
  return () => void resumed.delete(listener);
}

export function watchConnection(watcher: Listener<Connection>): () => void {
  watchers.add(watcher);
  watcher(connection);
  return () => void watchers.delete(watcher);
}

/** Opens the one stream of this page, and again for as long as the page is open. */
export function openStream(): void {
  source?.close();
  told = wanted();
  // A new one knows no id: it is said in the address.
  const query = new URLSearchParams({ only: told, ...(lastId !== "" && { after: lastId }) });
  const opened = new EventSource(`/api/stream?${query}`);
  source = opened;
  opened.addEventListener("open", () => {
    if (connection === "lost") for (const listener of resumed) listener();
    change("connected");
  });
  // Rather than the browser's own waits, which grow, and which end at an answer that is no stream.
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

/** What somebody listens to: whatever else happens need not be spelled, sent and read. */
function wanted(): string {
  return names.filter((name) => (listeners.get(name)?.size ?? 0) > 0).join();
}

/** Once for all that a view begins and ends to listen to. Before the first word nobody knows where a new stream is to go on. */
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
