/**
 * At most this many items are yielded in one turn of the event loop, so that answers that arrive meanwhile need not
 * wait for all.
 */
const AT_ONCE = 50;

/**
 * Yields what a task tells, in order. The task goes on meanwhile, even if nobody listens any more: what it holds must
 * not wait for a slow listener.
 * @throws what the task rejects with, after everything that it has told.
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
  // It may reject while nobody awaits it.
  end.catch(() => {});
  for (;;) {
    yield* items.splice(0, AT_ONCE);
    if (!now.isOver && items.length === 0)
      await new Promise<void>((resolve) => {
        now.wake = resolve;
      });
    if (now.isOver && items.length === 0) break; // at once: whoever has heard the last item is not held up
    // Whatever is sent next, by the task or by those who await its end, is on its way before anybody is busy with what
    // was told.
    await new Promise(setImmediate);
  }
  await end;
}
