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
    const steps: readonly string[] = path.match(/\/[^/[]+|\[\]/g) ?? [];
    if (steps.includes("/*")) continue; // an unusual name can't be written down, so its object stays open
    const place = steps.reduce(within, root);
    place.type = place.type === undefined ? type : [place.type, type].flat();
  }
  return root;
}

function within(place: Growth, step: string): Growth {
  if (step === "[]") return (place.items ??= {});
  return ((place.properties ??= {})[step.slice(1)] ??= {});
}
