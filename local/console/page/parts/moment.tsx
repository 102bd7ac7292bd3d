/** The time of day; date and time on hover. */
export function Moment({ at }: { readonly at: string }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <bdi>{at}</bdi>;
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {timeOfDay(date)}
    </time>
  );
}

function timeOfDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const isToday = date.toDateString() === new Date().toDateString();
  const day = isToday ? "" : `${two(date.getMonth() + 1)}-${two(date.getDate())} `;
  return `${day}${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** A duration for people: `8 ms`, `1.4 s`, `3 min`. */
export function span(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
