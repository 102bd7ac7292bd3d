import { resolve, sep } from "node:path";
import type { Environment } from "../functions/runtime/settings.ts";

/** The checkout's folders; everything that the build makes is in dist. */
export const root = resolve(import.meta.dirname, "..");
export const dist = resolve(root, "dist");

/**
 * A path as typed by somebody. `npm run` runs in the checkout's root wherever it is called, and says where that was: a
 * path inside the checkout is relative to that folder, as their shell completes it.
 */
export function givenPath(path: string, environment: Environment = process.env): string {
  const { INIT_CWD: calledIn } = environment;
  const isWithin = calledIn !== undefined && calledIn.startsWith(`${root}${sep}`);
  return isWithin ? resolve(calledIn, path) : resolve(path);
}
