/** The row that a key moves to; undefined for other keys. */
export function moveBy(key: string, active: number | undefined, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const to = targetOf(key, active ?? -1, count, Math.max(1, page));
  return to === undefined ? undefined : Math.min(count - 1, Math.max(0, to));
}

function targetOf(key: string, active: number, count: number, page: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return active + 1;
    case "ArrowUp":
      return active - 1;
    case "PageDown":
      return active + page;
    case "PageUp":
      return active - page;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
