import { enableCompileCache, getCompileCacheDir } from "node:module";
import { endWithReader } from "../bundler/closed-output.ts";

endWithReader();

// Some three hundred files in each of the prover's threads take seconds to strip and compile. Node checks the cache
// against their content.
enableCompileCache();
process.env["NODE_COMPILE_CACHE"] = getCompileCacheDir(); // for those threads
await import("./prove/main.ts");
