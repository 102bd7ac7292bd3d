import { enableCompileCache, getCompileCacheDir } from "node:module";
import { openTerminal } from "./terminal.ts";

// Some three hundred files in each of the prover's threads take seconds to strip and compile. Node checks the cache
// against their content.
enableCompileCache();
process.env["NODE_COMPILE_CACHE"] = getCompileCacheDir(); // for those threads
const { runProve } = await import("./prove/main.ts");
process.exitCode = await runProve(process.argv.slice(2), openTerminal());
