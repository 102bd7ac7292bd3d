import type { UnknownShape } from "../../local/console/contract/shapes.ts";

interface Growth {
  type?: string | string[];
  items?: Growth;
  properties?: Record<string, Growth>;
}

/** The part of a schema that describes these shapes. Merge it by hand, knowing what the sender means. */
export function growthOf(shapes: readonly UnknownShape[]): Growth {
  const root: Growth = {};
  for (const { path, type } of shapes) {
    let place: Growth | undefined = root;
    // An unusual name can't be written down, so its object stays open.
    for (const step of path.match(/\/[^/[]+|\[\]/g) ?? [])
      place = place && step !== "/*" ? within(place, step) : undefined;
    if (place !== undefined) place.type = place.type === undefined ? type : [place.type, type].flat();
  }
  return root;
}

function within(place: Growth, step: string): Growth {
  if (step === "[]") return (place.items ??= {});
  return ((place.properties ??= {})[step.slice(1)] ??= {});
}
