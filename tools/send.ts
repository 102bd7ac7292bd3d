import { enableCompileCache } from "node:module";
import { openTerminal } from "./terminal.ts";

// Stripping and compiling its files takes longer than the rest. Node validates the cache by content.
enableCompileCache();
const { runSend } = await import("./send/main.ts");
process.exitCode = await runSend(process.argv.slice(2), openTerminal());
