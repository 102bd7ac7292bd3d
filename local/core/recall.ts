/**
 * Replays a stand-in's earlier answer if state, time and request are equal; otherwise calls `answer`. `asked` is
 * everything in the request that determines the answer; undefined if something else does too.
 */
export type Recall = (asked: string | undefined, answer: () => Promise<Response>) => Promise<Response>;

/** A snapshot of a stand-in or part of one. */
export interface Held {
  /** What determines further answers besides its state and the time. */
  readonly besides: string;
  /** Restores the snapshot; repeatable. */
  putBack(): void;
}

/** Everything in a request that determines its answer, with only these headers. Leaves its body readable. */
export async function spellRequest(request: Request, headers: readonly string[]): Promise<string> {
  const { method, url } = request;
  const values = headers.map((name) => request.headers.get(name) ?? "");
  return [method, url, ...values, method === "GET" ? "" : await request.clone().text()].join("\n");
}

/** Combines the snapshots of several parts. */
export function holdAll(parts: readonly Held[]): Held {
  return {
    besides: parts.map(({ besides }) => besides).join("\n"),
    putBack() {
      for (const part of parts) part.putBack();
    },
  };
}

type Collection = unknown[] | Set<unknown> | Map<unknown, unknown>;

/** Snapshots a collection that the stand-in's state shows. */
export function holdStated(all: Collection): Held {
  return { besides: "", putBack: putBackOf(all) };
}

/** Snapshots one that the state does not show. */
export function holdUnstated(all: Collection): Held {
  return { besides: JSON.stringify([...all]), putBack: putBackOf(all) };
}

function putBackOf(all: Collection): () => void {
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
