import type { UnknownShape } from "./contract/shapes.ts";

/** A source's log line about a shape: functions/runtime/receive/radar.ts. */
interface ShapeLine {
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Each shape once, by kind and path, with when it was first and last seen. */
export function shapesIn(lines: readonly ShapeLine[]): UnknownShape[] {
  const read = lines.map(({ at, fields }) => {
    const [, kind = "", type = ""] = /^(.*) (\w+)$/.exec(String(fields["reason"])) ?? [];
    return { at, kind, type, path: String(fields["field"]) };
  });
  const groups = Map.groupBy(read, ({ kind, path, type }) => JSON.stringify([kind, path, type]));
  const shapes = [...groups.values()].flatMap((group) => {
    const times = group.map(({ at }) => at).toSorted();
    const [first] = group;
    if (first === undefined) return [];
    const { kind, path, type } = first;
    return [{ kind, path, type, first: times[0] ?? "", last: times.at(-1) ?? "" }];
  });
  return shapes.toSorted((a, b) => `${a.kind} ${a.path}`.localeCompare(`${b.kind} ${b.path}`));
}
