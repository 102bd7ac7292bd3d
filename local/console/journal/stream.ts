import type { EventRow } from "../contract/events.ts";
import type { StreamEvents } from "../contract/stream.ts";
import type { OpenRow } from "./rows.ts";

type Name = keyof StreamEvents;

/** Receives server-sent events as text. Returns false if it can't take more: it then gets what follows later. */
type Listener = (text: string) => boolean;

interface Told {
  readonly seq: number;
  readonly event: Name;
  readonly data: () => unknown;
}

const EVERY_MS = 50;
/** Interval under load: telling costs the process and the page, and nobody reads faster. */
const SELDOM_MS = 1000;
const EACH_MS = 10;
/** Sent to all listeners. */
const ALWAYS: ReadonlySet<Name> = new Set<Name>(["hello", "reset"]);

interface Heard {
  readonly only: ReadonlySet<string> | undefined;
  seq: number;
}

/** Tells listeners what happens, in a few chunks per second however much it is. */
export class Stream {
  readonly #most: number;
  readonly #beforeTelling: () => void;
  readonly #epoch = Date.now().toString(36);
  readonly #listeners = new Map<Listener, Heard>();
  readonly #touched = new Set<OpenRow>();
  #told: Told[] = [];
  #seq = 0;
  #flushed = 0;
  #timer: NodeJS.Timeout | undefined;
  #notBefore = 0;

  /** @param beforeTelling called before every chunk, for deferred work */
  constructor(most: number, beforeTelling: () => void) {
    this.#most = most;
    this.#beforeTelling = beforeTelling;
  }

  tell<Event extends Name>(event: Event, data: StreamEvents[Event]): void {
    this.tellOf(event, () => data);
  }

  /** @param data computed only if someone listens to this event */
  tellOf<Event extends Name>(event: Event, data: () => StreamEvents[Event]): void {
    this.#push(event, data);
    this.soon();
  }

  /** Marks a row as changed: it is told once, in its state at that time. */
  touch(row: OpenRow): void {
    this.#touched.add(row);
    this.soon();
  }

  /** Schedules a chunk, for deferred work. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.flush(), Math.max(EVERY_MS, this.#notBefore - Date.now())).unref();
  }

  /** Tells now what has changed. */
  flush(): void {
    const before = this.#flushed;
    this.#beforeTelling();
    for (const row of this.#touched) {
      row.seq = this.#seq + 1;
      this.#push("row", () => row);
    }
    this.#touched.clear();
    clearTimeout(this.#timer); // including what the deferred work has just scheduled
    this.#timer = undefined;
    this.#flushed = this.#seq;
    this.#notBefore = Date.now() + Math.min(SELDOM_MS, (this.#seq - before) * EACH_MS);
    const texts = new Map<Told, string>(); // serialise once for all listeners
    for (const [listener, heard] of this.#listeners) this.#catchUp(listener, heard, texts);
  }

  /**
   * @param lastId the last id the listener received: everything since is told again
   * @param only the events to receive
   * @returns a function that unsubscribes
   */
  listen(listener: Listener, lastId?: string, only?: ReadonlySet<string>): () => void {
    this.flush();
    const [epoch = "", number] = lastId?.split(".") ?? [];
    const isKnown = epoch === this.#epoch && Number(number) <= this.#seq;
    // Without an id, the first message gives a new listener its position.
    if (lastId === undefined) listener(this.#textOf({ seq: this.#seq, event: "hello", data: () => ({}) }));
    else if (!isKnown) listener(this.#reset("ycat was restarted"));
    const heard = { only, seq: isKnown ? Number(number) : this.#seq };
    this.#listeners.set(listener, heard);
    this.#catchUp(listener, heard, new Map());
    return () => void this.#listeners.delete(listener);
  }

  /** Makes listeners forget everything. */
  reset(because: string): void {
    this.#touched.clear();
    this.#told = []; // earlier messages must not be repeated
    this.tell("reset", { because });
  }

  #push(event: Name, data: () => unknown): void {
    this.#told.push({ seq: (this.#seq += 1), event, data });
    if (this.#told.length > 2 * this.#most) this.#told = this.#told.slice(-this.#most);
  }

  #catchUp(listener: Listener, heard: Heard, texts: Map<Told, string>): void {
    const behind = this.#seq - heard.seq;
    if (behind === 0) return;
    const isLost = behind > this.#most || behind > this.#told.length;
    const isHeard = ({ event }: Told) => heard.only?.has(event) !== false || ALWAYS.has(event);
    const spell = (one: Told) => {
      const text = texts.get(one) ?? this.#textOf(one);
      texts.set(one, text);
      return text;
    };
    const text = isLost
      ? this.#reset("too much has happened meanwhile")
      : newest(this.#told.slice(-behind).filter(isHeard)).map(spell).join("");
    if (text === "" || listener(text)) heard.seq = this.#seq;
  }

  #reset(because: string): string {
    return this.#textOf({ seq: this.#seq, event: "reset", data: () => ({ because }) });
  }

  /** JSON contains no line breaks. */
  #textOf({ seq, event, data }: Told): string {
    return `id: ${this.#epoch}.${seq}\nevent: ${event}\ndata: ${JSON.stringify(data())}\n\n`;
  }
}

/** Only the last change of each row. */
function newest(told: readonly Told[]): readonly Told[] {
  const idOf = ({ data }: Told) => (data() as EventRow).id;
  const last = new Map(told.flatMap((one) => (one.event === "row" ? [[idOf(one), one]] : [])));
  return told.filter((one) => one.event !== "row" || last.get(idOf(one)) === one);
}
