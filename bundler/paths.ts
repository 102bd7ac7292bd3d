import { resolve, sep } from "node:path";
import type { Environment } from "../functions/runtime/settings.ts";

/** The checkout's own folders; everything the build makes is in dist. */
export const root = resolve(import.meta.dirname, "..");
export const dist = resolve(root, "dist");

/**
 * A path that somebody has typed. `npm run` runs in the checkout's root wherever it is called in, and says where that was: paths
 * within the checkout are theirs, as their shell completes them.
 */
export function givenPath(path: string, environment: Environment = process.env): string {
  const { INIT_CWD: calledIn } = environment;
  const isWithin = calledIn !== undefined && calledIn.startsWith(`${root}${sep}`);
  return isWithin ? resolve(calledIn, path) : resolve(path);
}
