import { pathIn } from "../objects.ts";
import type { Shape } from "./shape.ts";

/**
 * Takes out of data that has been read the smallest gift that holds the place of a JSON pointer: a member that is not
 * required, or an item of a list. False where there is none: what is wrong there is identity.
 */
export function leaveOut(shape: Shape, data: unknown, pointer: string): boolean {
  let gift = () => false;
  let [holder, known]: [unknown, Shape | undefined] = [data, shape];
  for (const name of pathIn(pointer)) {
    if (known === undefined || typeof holder !== "object" || holder === null) break;
    const within = holder;
    if (Array.isArray(within)) gift = () => within.splice(Number(name), 1).length > 0;
    else if (known.required?.includes(name) !== true) gift = () => Reflect.deleteProperty(within, name);
    known = Array.isArray(within) ? known.items : known.properties?.[name];
    holder = Reflect.get(within, name);
  }
  return gift();
}
