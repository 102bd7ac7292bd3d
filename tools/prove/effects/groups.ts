/** What is said about one sample in one starting state. */
export interface Said {
  readonly sample: string;
  readonly state: string;
  readonly lines: readonly string[];
}

export interface SaidGroup {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Puts situations with the same lines, after mapping each by `alike`, under one heading. */
export function groupSaid(said: readonly Said[], alike: (line: string) => string): SaidGroup[] {
  const all = [...Map.groupBy(said, ({ state }) => state).values()].flat();
  const groups = Map.groupBy(all, ({ lines }) => lines.map(alike).join("\n"));
  const samples = new Set(all.map(({ sample }) => sample)).size;
  return [...groups.values()].map((group) => ({
    heading: group.length === all.length ? "in every state" : headingOf(group, samples),
    lines: group[0]?.lines ?? [],
  }));
}

/** `a Lead; a Contact (full)`: names the samples where not all of the state's samples are included. */
function headingOf(group: readonly Said[], samples: number): string {
  const states = Map.groupBy(group, ({ state }) => state);
  return [...states]
    .map(([state, some]) =>
      some.length === samples ? state : `${state} (${some.map(({ sample }) => sample).join(", ")})`,
    )
    .join("; ");
}
