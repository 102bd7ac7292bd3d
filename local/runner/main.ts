import { enableCompileCache } from "node:module";

// Compiling some three hundred files takes longer than the rest of a start. Node validates the cache by content.
enableCompileCache();
await import("./start.ts");
