/**
 * At most this many items are yielded in one turn of the event loop, so that answers that arrive meanwhile need not
 * wait for all.
 */
const AT_ONCE = 50;

/**
 * Yields what a task emits, in order. The task does not wait for its consumer, which may be slow or gone.
 * @throws what the task rejects with, after everything it has emitted.
 */
export async function* streamOf<Item>(task: (emit: (item: Item) => void) => Promise<void>): AsyncGenerator<Item, void> {
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
    if (now.isOver && items.length === 0) break; // at once, so that the consumer of the last item is not delayed
    // Requests sent next, by the task or by those awaiting its end, go out before consumers start their work.
    await new Promise(setImmediate);
  }
  await end;
}
