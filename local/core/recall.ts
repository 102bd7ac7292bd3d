/**
 * Answers in a stand-in's place where it has held the same before, at the same time, and been asked the same; else has it answer.
 * `asked` is all of a request that decides its answer; undefined: more than that does.
 */
export type Recall = (asked: string | undefined, answer: () => Promise<Response>) => Promise<Response>;

/** What a stand-in, or a part of it, holds at some moment. */
export interface Held {
  /** All that decides its further answers, beside its state and the time. */
  readonly besides: string;
  /** Has it hold that again, as often as it is wanted. */
  putBack(): void;
}

/** All of a request that decides an answer, where of its headers only these do. Its body can still be read. */
export async function spellRequest(request: Request, headers: readonly string[]): Promise<string> {
  const { method, url } = request;
  const values = headers.map((name) => request.headers.get(name) ?? "");
  return [method, url, ...values, method === "GET" ? "" : await request.clone().text()].join("\n");
}

/** Several parts' as one. */
export function holdAll(parts: readonly Held[]): Held {
  return {
    besides: parts.map(({ besides }) => besides).join("\n"),
    putBack() {
      for (const part of parts) part.putBack();
    },
  };
}

/** What a list, a set or a map holds, which its stand-in's state says. */
export function holdStated<Item>(all: Item[] | Set<Item>): Held;
export function holdStated<Key, Value>(all: Map<Key, Value>): Held;
export function holdStated(all: unknown[] | Set<unknown> | Map<unknown, unknown>): Held {
  return { besides: "", putBack: putBackOf(all) };
}

/** What it holds of which its stand-in's state says nothing. */
export function holdUnstated<Item>(all: Item[] | Set<Item>): Held;
export function holdUnstated<Key, Value>(all: Map<Key, Value>): Held;
export function holdUnstated(all: unknown[] | Set<unknown> | Map<unknown, unknown>): Held {
  return { besides: JSON.stringify([...all]), putBack: putBackOf(all) };
}

function putBackOf(all: unknown[] | Set<unknown> | Map<unknown, unknown>): () => void {
  if (Array.isArray(all)) {
    const held = [...all];
    return () => void all.splice(0, all.length, ...held);
  }
  if (all instanceof Map) {
    const held = [...all];
    return () => {
      all.clear();
      for (const [key, value] of held) all.set(key, value);
    };
  }
  const held = [...all];
  return () => {
    all.clear();
    for (const item of held) all.add(item);
  };
}
