import { resolve } from "node:path";

/** The checkout's own folders; everything the build makes is in dist. */
export const root = resolve(import.meta.dirname, "..");
export const dist = resolve(root, "dist");
