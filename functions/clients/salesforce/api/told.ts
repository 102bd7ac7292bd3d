/** So many are listened to in one turn of the event loop: what is answered meanwhile has not to wait for all. */
const AT_ONCE = 50;

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
  end.catch(() => {});
  for (;;) {
    yield* items.splice(0, AT_ONCE);
    if (!now.isOver && items.length === 0)
      await new Promise<void>((resolve) => {
        now.wake = resolve;
      });
    if (now.isOver && items.length === 0) break; // at once: who has heard the last is not held up
    // What is sent next, by the task or by who has waited for its end, is on its way before anybody is busy with what was told.
    await new Promise(setImmediate);
  }
  await end;
}
