/**
 * At most this many items are yielded in one turn of the event loop, so that answers that arrive meanwhile need not
 * wait for all.
 */
const AT_ONCE = 50;

/**
 * Yields what a task reports, in order. The task does not wait for its listener, which may be slow or gone.
 * @throws what the task rejects with, after everything it has reported.
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
  // It may reject while nothing awaits it.
  end.catch(() => {});
  for (;;) {
    yield* items.splice(0, AT_ONCE);
    if (!now.isOver && items.length === 0)
      await new Promise<void>((resolve) => {
        now.wake = resolve;
      });
    if (now.isOver && items.length === 0) break; // at once, so that the listener of the last item is not delayed
    // Requests sent next, by the task or by those awaiting its end, go out before listeners start their work.
    await new Promise(setImmediate);
  }
  await end;
}
