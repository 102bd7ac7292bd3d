import type { EventRow } from "../contract/events.ts";
import type { StreamEvents } from "../contract/stream.ts";
import type { OpenRow } from "./rows.ts";

type Name = keyof StreamEvents;

/** Takes server-sent events as text. False: it can't take more now, and what follows it is told anew later. */
export type Listener = (text: string) => boolean;

interface Told {
  readonly seq: number;
  readonly event: Name;
  readonly data: () => unknown;
}

const EVERY_MS = 50;
/** Where much happens: what is told costs those who tell it and those who draw it, and nobody reads faster. */
const SELDOM_MS = 1000;
const EACH_MS = 10;
/** Whatever it is that a listener wants to hear of. */
const ALWAYS: ReadonlySet<Name> = new Set<Name>(["hello", "reset"]);

interface Heard {
  readonly only: ReadonlySet<string> | undefined;
  seq: number;
}

/** Tells those who listen what happens, in a few chunks a second however much it is. */
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

  /** @param beforeTelling is called ahead of every chunk: for what is better made ready seldom. */
  constructor(most: number, beforeTelling: () => void) {
    this.#most = most;
    this.#beforeTelling = beforeTelling;
  }

  tell<Event extends Name>(event: Event, data: StreamEvents[Event]): void {
    this.tellOf(event, () => data);
  }

  /** @param data is made for those alone who listen to it. */
  tellOf<Event extends Name>(event: Event, data: () => StreamEvents[Event]): void {
    this.#push(event, data);
    this.soon();
  }

  /** The row has changed: it is told once, as it is then. */
  touch(row: OpenRow): void {
    this.#touched.add(row);
    this.soon();
  }

  /** There is something to be made ready: it is told soon. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.flush(), Math.max(EVERY_MS, this.#notBefore - Date.now())).unref();
  }

  /** What has changed is told now. */
  flush(): void {
    const before = this.#flushed;
    this.#beforeTelling();
    for (const row of this.#touched) {
      row.seq = this.#seq + 1;
      this.#push("row", () => row);
    }
    this.#touched.clear();
    clearTimeout(this.#timer); // also what was just made ready had asked for
    this.#timer = undefined;
    this.#flushed = this.#seq;
    this.#notBefore = Date.now() + Math.min(SELDOM_MS, (this.#seq - before) * EACH_MS);
    const texts = new Map<Told, string>(); // what several hear is spelled once
    for (const [listener, heard] of this.#listeners) this.#catchUp(listener, heard, texts);
  }

  /**
   * @param lastId what the listener has heard last: what came since is told again.
   * @param only what it wants to hear of. Returns what ends it.
   */
  listen(listener: Listener, lastId?: string, only?: ReadonlySet<string>): () => void {
    this.flush();
    const [epoch = "", number] = lastId?.split(".") ?? [];
    const isKnown = epoch === this.#epoch && Number(number) <= this.#seq;
    // Without an id, who is new knows where it stands by the first word.
    if (lastId === undefined) listener(this.#textOf({ seq: this.#seq, event: "hello", data: () => ({}) }));
    else if (!isKnown) listener(this.#reset("ycat was started anew"));
    const heard = { only, seq: isKnown ? Number(number) : this.#seq };
    this.#listeners.set(listener, heard);
    this.#catchUp(listener, heard, new Map());
    return () => void this.#listeners.delete(listener);
  }

  /** Who listens forgets all that it knows. */
  reset(because: string): void {
    this.#touched.clear();
    this.#told = []; // what was told before is not to be told again
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

  /** JSON holds no line break of its own. */
  #textOf({ seq, event, data }: Told): string {
    return `id: ${this.#epoch}.${seq}\nevent: ${event}\ndata: ${JSON.stringify(data())}\n\n`;
  }
}

/** Of a row that has changed several times, the last alone. */
function newest(told: readonly Told[]): readonly Told[] {
  const idOf = ({ data }: Told) => (data() as EventRow).id;
  const last = new Map(told.flatMap((one) => (one.event === "row" ? [[idOf(one), one]] : [])));
  return told.filter((one) => one.event !== "row" || last.get(idOf(one)) === one);
}
