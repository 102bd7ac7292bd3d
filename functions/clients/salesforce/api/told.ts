/**
 * What a task tells, in the order in which it does. The task goes on meanwhile, also where nobody listens any more: what it holds
 * must not wait for who is slow to listen.
 * @throws what the task rejects with, after all that it has told.
 */
export async function* told<Item>(task: (tell: (item: Item) => void) => Promise<void>): AsyncGenerator<Item, void> {
  const items: Item[] = [];
  const now = { wake() {}, isOver: false };
  const end = task((item) => {
    items.push(item);
    now.wake();
  }).finally(() => {
    now.isOver = true;
    now.wake();
  });
  // It may reject while nobody waits for it.
  const over = end.catch(() => {});
  while (!now.isOver || items.length > 0) {
    yield* items.splice(0);
    if (now.isOver || items.length > 0) continue;
    await new Promise<void>((resolve) => {
      now.wake = resolve;
    });
    // What the task sends next is on its way before anybody is busy with what it has told.
    await Promise.race([new Promise(setImmediate), over]);
  }
  await end;
}
