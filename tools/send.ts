import { enableCompileCache } from "node:module";
import { endWithReader } from "../bundler/closed-output.ts";

endWithReader();

// Stripping and compiling its files takes longer than the rest. Node validates the cache by content.
enableCompileCache();
await import("./send/main.ts");
