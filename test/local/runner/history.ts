import { jest } from "@jest/globals";

/** What has happened so far, and waits for what is to come. */
export interface History<Item> {
  readonly items: readonly Item[];
  add(item: Item): void;
  /** The first item, past or to come, that is so; rejects after the deadline with what was waited for. */
  first(isSo: (item: Item) => boolean, what: string): Promise<Item>;
  clear(): void;
}

/** Only what hangs takes so long: it has passed beside ten times the work that two cores do. */
const PATIENCE_MS = 180_000;

jest.setTimeout(2 * PATIENCE_MS); // processes start, and this machine may be busy

export function createHistory<Item>(): History<Item> {
  const items: Item[] = [];
  const listeners = new Set<(item: Item) => void>();
  return {
    items,
    add(item) {
      items.push(item);
      for (const listener of listeners) listener(item);
    },
    async first(isSo, what) {
      const past = items.find(isSo);
      if (past !== undefined) return past;
      return new Promise((resolve, reject) => {
        const listener = (item: Item) => {
          if (!isSo(item)) return;
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(item);
        };
        const timer = setTimeout(() => {
          listeners.delete(listener);
          reject(new Error(`waited ${PATIENCE_MS} ms in vain for ${what}`));
        }, PATIENCE_MS);
        listeners.add(listener);
      });
    },
    clear() {
      items.length = 0;
    },
  };
}

/** Looks every few milliseconds until it is so: for what tells nobody when it happens. */
export async function poll(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; !(await isSo());) {
    if (Date.now() > until) throw new Error(`waited ${PATIENCE_MS} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
