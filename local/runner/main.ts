import { enableCompileCache } from "node:module";

// Some three hundred files: to strip and compile them anew at each start takes longer than all else. Node checks their content.
enableCompileCache();
await import("./start.ts");
