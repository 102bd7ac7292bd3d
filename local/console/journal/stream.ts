import type { EventRow, StreamEvents } from "../contract.ts";
import type { OpenRow } from "./rows.ts";

type Name = keyof StreamEvents;

/** Takes server-sent events as text. False: it can't take more now, and what follows it is told anew later. */
export type Listener = (text: string) => boolean;

/** Tells those who listen what happens, in a few chunks a second however much it is. */
export interface Stream {
  tell<Event extends Name>(event: Event, data: StreamEvents[Event]): void;
  /** The row has changed: it is told once as it is then. */
  touch(row: OpenRow): void;
  /** @param lastId what the listener has heard last; what came since is told again. Returns what ends it. */
  listen(listener: Listener, lastId?: string): () => void;
  /** Who listens forgets all that it knows. */
  reset(because: string): void;
  /** There is something to be made ready: it is told soon. */
  soon(): void;
  /** What has changed is told now. */
  flush(): void;
  close(): void;
}

interface Told {
  readonly seq: number;
  readonly event: Name;
  readonly data: unknown;
}

const EVERY_MS = 50;

/** @param beforeTelling is called ahead of every chunk: for what is better made ready seldom. */
export function createStream(most: number, beforeTelling: () => void): Stream {
  const epoch = Date.now().toString(36);
  const listeners = new Map<Listener, { seq: number }>();
  const touched = new Set<OpenRow>();
  let told: Told[] = [];
  let seq = 0;
  let timer: NodeJS.Timeout | undefined;

  function push(event: Name, data: unknown): void {
    told.push({ seq: (seq += 1), event, data });
    if (told.length > 2 * most) told = told.slice(-most);
  }

  function schedule(): void {
    timer ??= setTimeout(flush, EVERY_MS).unref();
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    beforeTelling();
    for (const row of touched) {
      row.seq = seq + 1;
      push("row", row);
    }
    touched.clear();
    for (const [listener, heard] of listeners) catchUp(listener, heard);
  }

  function catchUp(listener: Listener, heard: { seq: number }): void {
    if (heard.seq === seq) return;
    const isMissing = heard.seq < seq - told.length || seq - heard.seq > most;
    const text = isMissing
      ? textOf(epoch, { seq, event: "reset", data: { because: "too much has happened meanwhile" } })
      : newest(told.slice(told.length - (seq - heard.seq)))
          .map((one) => textOf(epoch, one))
          .join("");
    if (listener(text)) heard.seq = seq;
  }

  return {
    tell(event, data) {
      push(event, data);
      schedule();
    },
    touch(row) {
      touched.add(row);
      schedule();
    },
    listen(listener, lastId) {
      flush();
      const [since = "", number] = lastId?.split(".") ?? [];
      const isKnown = since === epoch && Number(number) <= seq;
      if (lastId !== undefined && !isKnown)
        listener(textOf(epoch, { seq, event: "reset", data: { because: "ycat was started anew" } }));
      // Without an id, who is new knows where it stands by the first word.
      if (lastId === undefined) listener(`id: ${epoch}.${seq}\nevent: hello\ndata: {}\n\n`);
      const heard = { seq: isKnown ? Number(number) : seq };
      listeners.set(listener, heard);
      catchUp(listener, heard);
      return () => void listeners.delete(listener);
    },
    reset(because) {
      touched.clear();
      push("reset", { because });
      schedule();
    },
    soon: schedule,
    flush,
    close: () => clearTimeout(timer),
  };
}

/** Of a row that has changed several times, the last alone. */
function newest(told: readonly Told[]): readonly Told[] {
  const last = new Map(told.flatMap((one) => (one.event === "row" ? [[(one.data as EventRow).id, one]] : [])));
  return told.filter((one) => one.event !== "row" || last.get((one.data as EventRow).id) === one);
}

/** JSON holds no line break of its own. */
function textOf(epoch: string, { seq, event, data }: Told): string {
  return `id: ${epoch}.${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
